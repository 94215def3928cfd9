"""Turns a report into files: a page, a picture."""

from __future__ import annotations

import os
from pathlib import Path

from stride.cli.common import Session
from stride.errors import DiskError
from stride.report import pictures
from stride.report.page import page
from stride.report.summary import Report


def write_pictures(run: Session, found: Report, html: str | None, png: str | None) -> None:
    """Write what was asked for, and say so. Raises UsageError without matplotlib, DiskError.

    html, png: paths, None for none.
    """
    if html:
        _write(Path(html), page(found, pictures.pictures(found)).encode("utf-8"))
        run.note(f"Wrote {html}: open it in any browser; it loads nothing from anywhere.")
    if png:
        _write(Path(png), pictures.png(found))
        run.note(f"Wrote {png}.")


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: written beside, then renamed."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise DiskError(
            f"{path} cannot be written: {error.strerror}.", "Choose another folder."
        ) from error
