"""The commands that look after what was imported: ``imports``, ``undo``, ``formats``."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stride import errors
from stride.cli import common
from stride.cli.options import check_number

if TYPE_CHECKING:
    from stride.formats import Layout
    from stride.store.journal import Entry

#: Other lines that may import a file, behind the likeliest.
SHOWN_OTHERS = 5
SHOWN_IMPORTS = 20


def imports(
    all_: Annotated[bool, typer.Option("--all", help="Every import, not the newest 20.")] = False,
) -> None:
    """What came in, newest first: number, span, source, walking, day of the import, state, file."""
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
    """The number, the span, the walking, the source, the day it came in and the file."""
    from stride.conventions import number
    from stride.formats.catalogue import source_name
    from stride.report.import_numbers import instant

    first = (instant(row["first_utc"], row["first_offset_min"]) or "")[:10]
    last = (instant(row["last_utc"] - 1, row["last_offset_min"]) or "")[:10]
    span = first if first == last else f"{first} to {last}"
    state = "" if row["state"] == "done" else f"  [{row['state']}]"
    minutes = row["walking_s"]
    walked = f"{number(row['steps'])} steps, " if row["steps"] else ""
    if minutes is not None:
        walked = f"{number(minutes / 60)} min walking, "
    source = source_name(row["format_id"])
    came = f"imported {row['imported_utc'][:10]}"
    return f"{row['id']:>4}  {span:24}  {source}: {walked}{came}{state}  {row['path']}"


def undo(
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="[ID]",
            callback=check_number,
            help="An import's number, or one that --list shows.",
        ),
    ] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Do again what was undone.")] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="What would be undone, the first line first.")
    ] = False,
) -> None:
    """Take back the last thing you did: an import, a goal, a rest day, a walk, pain, a restore.

    Nothing is deleted: --redo does it again. With a number, that one is taken back.
    """
    session = common.session()
    if list_:
        _list_changes(session)
        return
    session.reader()  # says "nothing yet" before a database is made
    entry = _turned(session, number, redo)
    if session.json:
        session.write_json(_entry_document(session, entry))
        return
    session.say(f"{_named(entry)} is {'back' if redo else 'undone'}.")
    if not redo and entry.kind != "restore":
        session.note(f"To bring it back: stride undo {entry.id} --redo")


def _turned(session: common.Session, number: int | None, redo: bool) -> Entry:
    from stride.store import journal, restore

    entry = journal.pick(session.reader().db, number, redo)
    if entry.kind == "restore":
        session.close()
        return restore.turn_back(entry, session.settings.paths.database, redo)
    with session.changing() as door:
        # another stride may have been here meanwhile: the line is picked under the lock
        return door.turn(journal.pick(door.db, number, redo), redo)


def _named(entry: Entry) -> str:
    if entry.import_id is not None:
        return f"Import {entry.import_id} ({entry.text})"
    return f"{entry.kind.capitalize()}: {entry.text}"


def _entry_document(session: common.Session, entry: Entry) -> dict[str, Any]:
    document = {"id": entry.id, "kind": entry.kind, "text": entry.text, "state": entry.state}
    if entry.import_id is not None:
        rows = session.reader().imports()
        document = _as_document(next(r for r in rows if r["id"] == entry.import_id)) | document
    return document


def _list_changes(session: common.Session) -> None:
    from stride.store import journal

    entries = journal.listed(session.reader().db)
    if session.json:
        rows = [
            {"number": e.id, "kind": e.kind, "text": e.text, "state": e.state,
             "written": e.written_utc}
            for e in entries
        ]  # fmt: skip
        session.write_json({"changes": rows})
        return
    if not entries:
        session.say("There is nothing to undo.")
    for entry in entries[:SHOWN_IMPORTS]:
        state = "" if entry.state == "done" else "  [undone]"
        session.say(
            f"{entry.id:>6}  {entry.written_utc[:16].replace('T', ' ')}  {entry.kind:8}"
            f"  {entry.text}{state}"
        )
    if len(entries) > SHOWN_IMPORTS:
        session.note(f"{len(entries) - SHOWN_IMPORTS} older ones: stride undo --list --json")


def formats(
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="FILE", help="Why each format does or does not match."),
    ] = None,
) -> None:
    """What stride can read, in groups, with a typical first line each."""
    session = common.session()
    if explain:
        _explain(session, explain)
        return
    from stride.formats import all_formats, own_paths

    layouts, own = all_formats(), own_paths()
    groups = _grouped(layouts)
    if session.json:
        group_of = {f.id: group for group, members in groups.items() for f in members}
        rows = [
            {"id": f.id, "title": f.title, "header": f.header, "group": group_of[f.id]}
            for f in layouts
        ]
        for row in rows:
            if row["id"] in own:
                row["file"] = str(own[row["id"]])
        session.write_json({"formats": rows})
        return
    for group, members in groups.items():
        session.say(f"{group.capitalize()}:")
        for f in members:
            session.say(_cut(f"  {f.title}  [{f.id}]"))
            if f.id in own:
                session.say(f"      yours: {own[f.id]}")
            if f.header:
                session.say(_cut(f"      {f.header}"))


def _grouped(layouts: tuple[Layout, ...]) -> dict[str, list[Layout]]:
    """The formats by group, in the order a person looks for them: what they carry first."""
    from stride.formats.catalogue import GROUPS, YOURS, group_of

    refused = list(GROUPS)[-1]
    groups: dict[str, list[Layout]] = {group: [] for group in (YOURS, *GROUPS)}
    for layout in layouts:
        group = refused if layout.title.endswith("refused)") else group_of(layout.id)
        groups[group].append(layout)
    return {group: members for group, members in groups.items() if members}


def _cut(text: str) -> str:
    """The text as far as a line of the terminal reaches; whole where nobody looks on."""
    if not common.is_terminal(sys.stdout):
        return text
    columns = shutil.get_terminal_size((80, 24)).columns
    return text if len(text) <= columns else text[: columns - 1] + "…"


def _explain(session: common.Session, path: str) -> None:
    from stride.formats import explain, how_to
    from stride.pipeline import read_options

    options = read_options(session.settings, session.today)
    verdicts, how = explain(path, options), how_to(path, options)
    if session.json:
        rows = [{"format": i, "verdict": verdict, "why": why} for i, verdict, why in verdicts]
        session.write_json(
            {
                "file": path,
                "formats": rows,
                "import": how.line or None,
                "import_others": list(how.others),
                "why_not": how.why or None,
                "columns_unread": list(how.unread),
            }
        )
        return
    width = max((len(format_id) for format_id, _, _ in verdicts), default=0)
    for format_id, verdict, why in verdicts:
        session.say(f"{format_id:{width}}  {verdict or 'no':9}  {why}")
    if how.unread:
        session.say(f"\nColumns of numbers that are not read: {', '.join(how.unread)}", wrap=True)
    if how.line:
        session.say(f"\nTo import it:\n  {how.line}")
    if how.others:
        session.say("\nOr, where another column is meant:")
    for line in how.others[:SHOWN_OTHERS]:
        session.say(f"  {line}")
    if how.why:
        session.say(f"\nAs it is it cannot be imported: {how.why}", wrap=True)
