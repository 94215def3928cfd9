"""Turns a report into files: a page, a picture."""

from __future__ import annotations

import os
import re
import sys
import webbrowser
from pathlib import Path

from stride import disk
from stride.cli.common import Session
from stride.cli.outputs import PAGE, check_output, write_bytes
from stride.report import pictures
from stride.report.page import page
from stride.summary.report import Report


def open_page(run: Session, spans: tuple[Report, Report | None], html: str | None) -> None:
    """Show the page in a browser; where there is none to be seen, say where the page is.

    html: the file that was written already, None to write one among stride's own.
    """
    path = Path(html) if html else run.settings.paths.state / PAGE
    if not html:
        disk.make_folder(path.parent)
        write_bytes(path, page_of(*spans))
    if not _has_browser() or not webbrowser.open(path.absolute().as_uri()):
        run.say(f"No browser was found. The page is {path}")


def _has_browser() -> bool:
    """Whether a window can be shown: a browser of the terminal would take over the screen."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform == "darwin" or any(os.environ.get(name) for name in variables)


def page_of(report: Report, other: Report | None = None) -> bytes:
    """The page as a file; other: a report to set beside it, its pictures after its own."""
    also = [
        picture._replace(
            id=f"other-{picture.id}",
            svg=re.sub(rf"(?<=[\"(# ]){picture.id}-", f"other-{picture.id}-", picture.svg),
        )
        for picture in (pictures.pictures(other) if other is not None else ())
    ]
    return page(report, pictures.pictures(report), other, also).encode("utf-8")


def write_pictures(
    run: Session,
    spans: tuple[Report, Report | None],
    files: tuple[str | None, str | None],
    force: bool = False,
) -> None:
    """Write what was asked for, and say so. Raises UsageError for a PNG without matplotlib.

    spans: the report, and one to set beside it. files: paths of page and picture, None for none.
    force: over files of another kind too.
    """
    (report, other), (html, png) = spans, files
    if png:
        pictures.require_matplotlib()
    for name, kind in ((html, "page"), (png, "picture")):
        if name:
            check_output(run, Path(name), kind, force)
    if html:
        write_bytes(Path(html), page_of(report, other))
        run.note(f"Wrote {html}: open it in any browser; it loads nothing from anywhere.")
    if png:
        write_bytes(Path(png), pictures.png(report))
        run.note(f"Wrote {png}.")
