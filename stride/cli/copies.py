"""The commands that carry everything elsewhere: ``export``, ``backup`` and ``restore``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from stride import clock, errors
from stride.cli import checks, common
from stride.cli.outputs import check_kind, check_output

if TYPE_CHECKING:
    import typer

    from stride.cli.options import ForceOption


def export(
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="DIR", help="The folder to write into.")
    ] = None,
    force: ForceOption = False,
) -> None:
    """Write days, minutes, walks, goals and the diary as CSV, with a README of the columns."""
    session = common.session()
    if csv is None:
        raise errors.UsageError("Say where to: stride export --csv DIR.", "The folder is made.")
    checks.check_folder(csv)
    reader = session.reader()
    from stride.store.copies import export_csv, heads

    for name, head in heads(reader.db).items():
        check_kind(session, csv / name, partial(_begins, head), force)
    check_output(session, csv / "README.txt", "readme", force)
    counts = export_csv(reader.db, csv)
    if session.json:
        session.write_json({"folder": str(csv), "rows": counts})
        return
    for name, rows in counts.items():
        session.say(f"{csv / name}: {rows} rows")


def _begins(head: bytes, first_bytes: bytes) -> bool:
    return first_bytes.startswith(head)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    force: ForceOption = False,
) -> None:
    """Copy the whole database to FILE and check the copy. Safe while stride is in use."""
    session = common.session()
    check_output(session, file, "backup", force)
    session.reader().close()
    from stride.store.copies import backup as copy

    size = copy(session.settings.paths.database, file)
    if session.json:
        session.write_json({"file": str(file), "bytes": size})
    else:
        session.say(f"{file}: {size / 1e6:.1f} MB, checked.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that backup wrote.")],
) -> None:
    """Put a backup in the place of the database. What was there is kept beside it."""
    session = common.session()
    from stride.store.restore import restore as put_back

    copy = put_back(file, session.settings.paths.database, clock.now().isoformat())
    if session.json:
        session.write_json({"file": str(file), "kept": str(copy) if copy else None})
        return
    session.say(f"{file} is now the database.")
    if copy:
        session.note(f"What was there before: {copy}")
