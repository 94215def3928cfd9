"""The commands that look after what was imported: ``imports``, ``undo``, ``formats``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from stride import errors
from stride.cli import common

SHOWN_IMPORTS = 20


def imports(
    all_: Annotated[bool, typer.Option("--all", help="Every import, not the newest 20.")] = False,
) -> None:
    """What came in, newest first: number, day, file, format, span, walking minutes, state."""
    session = common.session()
    rows = session.reader().imports()
    if session.json:
        session.write_json({"imports": [_as_document(row) for row in rows]})
        return
    if not rows:
        raise errors.NothingYet("Nothing has been imported yet.", "Next: stride import FILE")
    shown = rows if all_ else rows[:SHOWN_IMPORTS]
    for row in shown:
        session.say(_as_line(row))
    if len(rows) > len(shown):
        session.note(f"{len(rows) - len(shown)} older ones: stride imports --all")


def _as_document(row: dict[str, Any]) -> dict[str, Any]:
    from stride.report.import_numbers import instant

    return {
        "id": row["id"],
        "file": row["path"],
        "sha256": row["sha256"],
        "format": row["format_id"],
        "source": row["source"],
        "placement": row["placement"] or None,
        "grade": row["grade"],
        "first": instant(row["first_utc"], row["first_offset_min"]),
        "last": instant(row["last_utc"], row["last_offset_min"]),
        "walking_minutes": None if row["walking_s"] is None else row["walking_s"] / 60,
        "steps": row["steps"],
        "imported": row["imported_utc"],
        "stride_version": row["stride_version"],
        "model": row["model_id"] or None,
        "state": row["state"],
    }


def _as_line(row: dict[str, Any]) -> str:
    from stride.report.import_numbers import instant

    first = (instant(row["first_utc"], row["first_offset_min"]) or "")[:10]
    last = (instant(row["last_utc"] - 1, row["last_offset_min"]) or "")[:10]
    span = first if first == last else f"{first} to {last}"
    state = "" if row["state"] == "done" else f"  [{row['state']}]"
    return f"{row['id']:>4}  {span:24}  {row['format_id']:18}  {row['path']}{state}"


def undo(
    import_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="Which import; the newest without it.")
    ] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Bring an undone import back.")] = False,
) -> None:
    """Take an import back. Nothing is deleted: --redo brings it in again."""
    session = common.session()
    session.reader().close()  # says "nothing yet" before a database is made
    from stride.store.connect import writing
    from stride.store.writer import set_state

    with writing(session.settings.paths.database) as db:
        row = set_state(db, import_id, not redo, session.settings.day_start_min)
    if session.json:
        session.write_json(_as_document(row))
        return
    if redo:
        session.say(f"Import {row['id']} ({row['path']}) is back.")
    else:
        session.say(f"Import {row['id']} ({row['path']}) is undone.")
        session.note(f"To bring it back: stride undo {row['id']} --redo")


def formats(
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="FILE", help="Why each format does or does not match."),
    ] = None,
) -> None:
    """What stride can read, with a header line each."""
    session = common.session()
    if explain:
        _explain(session, explain)
        return
    from stride.formats import all_formats

    found = all_formats()
    if session.json:
        rows = [{"id": f.id, "title": f.title, "header": f.header} for f in found]
        session.write_json({"formats": rows})
        return
    width = max(len(f.id) for f in found)
    for f in found:
        session.say(f"{f.id:{width}}  {f.title}")
        if f.header:
            session.say(f"{'':{width}}    {f.header}")


def _explain(session: common.Session, path: str) -> None:
    from stride.formats import explain
    from stride.pipeline import read_options

    verdicts = explain(path, read_options(session.settings, session.today))
    if session.json:
        rows = [{"format": i, "verdict": verdict, "why": why} for i, verdict, why in verdicts]
        session.write_json({"file": path, "formats": rows})
        return
    width = max((len(format_id) for format_id, _, _ in verdicts), default=0)
    for format_id, verdict, why in verdicts:
        session.say(f"{format_id:{width}}  {verdict or 'no':9}  {why}")
