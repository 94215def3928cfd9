"""The options of ``import`` for a table that nobody knows: its columns told, and kept by a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stride import disk, errors, settings
from stride.cli import checks, common

if TYPE_CHECKING:
    from pathlib import Path

MOST_HZ = 10_000.0
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def told_table(
    columns: str | None, rate: str | None, save: str | None, format_id: str | None
) -> dict[str, Any]:
    """What ReadOptions takes of ``--columns`` and ``--rate``. Raises UsageError."""
    if columns is None:
        for option, value in (("--rate", rate), ("--save", save)):
            if value is not None:
                raise errors.UsageError(
                    f"{option} goes with --columns.", "For example --columns time=ts,steps=n."
                )
        return {}
    if format_id is not None:
        raise errors.UsageError("--columns and --format say two things.", "Give one of them.")
    from stride.formats.layout.own_table import told_columns

    told_columns(columns)
    if save is not None:
        _check_name(save)
    hint = "For example --rate 50."
    hz = (
        None
        if rate is None
        else checks.number_within(rate, "samples a second", hint, (0.01, MOST_HZ))
    )
    return {"columns": columns, "rate_hz": hz, "format_id": "own-columns"}


def _check_name(name: str) -> None:
    from stride.formats import format_ids, own_paths

    if not _NAME.fullmatch(name):
        raise errors.UsageError(
            f"A format cannot be called {name!r}.", "Small letters, digits and -, as my-watch."
        )
    if name in format_ids() and name not in own_paths():
        raise errors.UsageError(f"stride has a format {name} itself.", "Choose another name.")


def keep_layout(
    session: common.Session, name: str, path: str, given: dict[str, Any], dry_run: bool
) -> None:
    """Write the table's declaration into the folder of the person's own layouts, and say so."""
    if dry_run:
        session.note(f"Dry run: the format {name} was not kept.")
        return
    if path == "-":
        raise errors.UsageError("--save needs a file, not stdin.", "Name the file.")
    from stride.formats import save_layout
    from stride.pipeline import read_options

    folder = _folder(session)
    file = save_layout(path, name, read_options(session.settings, session.today, **given), folder)
    session.note(f"Kept as the format {name} ({file}): the next file like it needs no --columns.")


def _folder(session: common.Session) -> Path:
    """The folder of the settings; where they name none, one beside them, which they name then."""
    paths = session.settings.paths
    folder = session.settings.layouts or paths.config / "layouts"
    disk.make_folder(folder)
    if session.settings.layouts is None:
        settings.write_value(paths.config_file, "layouts", str(folder))
    return folder
