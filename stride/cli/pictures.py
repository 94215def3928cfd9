"""Turns a report into files: a page, a picture."""

from __future__ import annotations

from pathlib import Path

from stride.cli.common import Session
from stride.cli.outputs import check_output, write_bytes
from stride.report import pictures
from stride.report.page import page
from stride.report.summary import Report


def write_pictures(
    run: Session, found: Report, html: str | None, png: str | None, force: bool = False
) -> None:
    """Write what was asked for, and say so. Raises UsageError without matplotlib, DiskError.

    html, png: paths, None for none. force: over files of another kind too.
    """
    for name, kind in ((html, "page"), (png, "picture")):
        if name:
            check_output(run, Path(name), kind, force)
    if html:
        write_bytes(Path(html), page(found, pictures.pictures(found)).encode("utf-8"))
        run.note(f"Wrote {html}: open it in any browser; it loads nothing from anywhere.")
    if png:
        write_bytes(Path(png), pictures.png(found))
        run.note(f"Wrote {png}.")
