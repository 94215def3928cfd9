"""The command ``sources``: which source has the say, which is left out; and ``day --discard``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from stride import clock
from stride.cli import common
from stride.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    import typer

    from stride.store.reader import Reader

ACTIONS = ("list", "order", "ignore", "use")


def sources(
    action: Annotated[str, typer.Argument(metavar="[list|order|ignore|use]")] = "list",
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Sources, the best first.")
    ] = None,
) -> None:
    """Which source has the say where several saw the same minute, and which are left out.

    order: these go first, in this order. ignore: as if that source did not exist; use: back again.
    A source is an import's name, a format, or a device inside an export, as the list shows them.
    """
    session = common.session()
    if action not in ACTIONS:
        raise UsageError(f"sources cannot {action!r}.", f"One of: {', '.join(ACTIONS)}.")
    if action == "list":
        _list(session)
        return
    given = tuple(names or ())
    if not given and action != "order":
        raise UsageError(f"Which source to {action}?", "'stride sources' lists them.")
    written = _names(session.reader())
    for name in given:
        if name.casefold() not in written:
            raise UsageError(f"There is no source {name!r}.", "'stride sources' lists them.")
    _change(session, action, tuple(written[name.casefold()] for name in given))


def _names(reader: Reader) -> dict[str, str]:
    """Every name by which a source can be called: lower case -> as it is written."""
    names: dict[str, str] = {}
    for row in reader.imports():
        inside = json.loads(row["details"] or "{}").get("sources") or {}
        for name in (row["source"], row["format_id"], *inside):
            names.setdefault(name.casefold(), name)
    return names


def _change(session: common.Session, action: str, names: tuple[str, ...]) -> None:
    from stride.store import diary
    from stride.store.change import rank_imports

    if action == "order" and session.settings.sources:
        raise UsageError(
            "The setting sources says the order already.",
            "Take it out first: stride config unset sources",
        )
    now, listed = clock.now().isoformat(timespec="seconds"), ", ".join(names)
    with session.changing() as door:
        door.adopt(session.settings.day_start_min, session.settings.sources)
        if action == "order":
            diary.order_sources(door.db, names, now)
            rank_imports(door.db)
        for name in names if action != "order" else ():
            diary.ignore_source(door.db, name, now, ignored=action == "ignore")
        text = {"order": f"order {listed or 'none'}", "ignore": f"ignore {listed}"}
        door.note("sources", text.get(action, f"use {listed}"), now)
    again = _inside(session.reader(), names)
    if session.json:
        _list(session)
        return
    answers = {"order": f"Order of sources: {listed or 'none of your own'}.",
            "ignore": f"Left out: {listed}.", "use": f"Used again: {listed}."}  # fmt: skip
    session.say(answers[action])
    if again:
        session.note(
            f"Inside an export the choice is made when it is read: stride import {again} --again"
        )


def _inside(reader: Reader, names: tuple[str, ...]) -> str:
    """The file of the newest import in force that has one of the names inside it, else ""."""
    wanted = {name.casefold() for name in names}
    for row in reader.imports():
        inside = json.loads(row["details"] or "{}").get("sources") or {}
        if row["state"] == "done" and wanted & {name.casefold() for name in inside}:
            return str(row["path"])
    return ""


def _list(session: common.Session) -> None:
    """Every source with what it holds, the order in force, and what is left out."""
    reader = session.reader()
    rows, order, ignored = _rows(reader), reader.source_order(), reader.ignored_sources()
    if session.json:
        session.write_json({"sources": rows, "order": list(order), "ignored": list(ignored)})
        return
    for row in rows:
        mark = "  [left out]" if row["ignored"] else ""
        session.say(f"{row['name']}: {row['format']}, {_counted(row['steps'])}{mark}")
        for inside in row["inside"]:
            mark = "  [left out]" if inside["ignored"] else ""
            session.say(f"  inside it {inside['name']}: {_counted(inside['steps'])}{mark}")
    rest = "by grade, then by what was worn longer"
    session.say(f"Order: {', '.join((*order, rest))}.")


def _counted(steps: float) -> str:
    return f"{steps:,.0f} steps" if steps else "steps not counted"


def _rows(reader: Reader) -> list[dict[str, Any]]:
    """The sources of the imports in force, each once, with those inside its exports."""
    ignored = {name.casefold() for name in reader.ignored_sources()}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in reader.imports():
        if entry["state"] != "done":
            continue
        key = (entry["source"], entry["format_id"])
        row = rows.setdefault(key, {"name": key[0], "format": key[1], "steps": 0.0, "inside": {}})
        row["steps"] += entry["steps"]
        row["ignored"] = bool({key[0].casefold(), key[1].casefold()} & ignored)
        for name, steps in (json.loads(entry["details"] or "{}").get("sources") or {}).items():
            row["inside"][name] = row["inside"].get(name, 0.0) + steps
    for row in rows.values():
        row["inside"] = [
            {"name": name, "steps": steps, "ignored": name.casefold() in ignored}
            for name, steps in row["inside"].items()
        ]
    return [rows[key] for key in sorted(rows)]


def discard(session: common.Session, day: date) -> None:
    """Leave a day out, whatever is imported; undone like all else."""
    from stride.store import diary

    session.reader()  # says "nothing yet" before a database is made
    now = clock.now().isoformat(timespec="seconds")
    with session.changing() as door:
        door.adopt(session.settings.day_start_min, session.settings.sources)
        diary.discard_day(door.db, day, now)
        number = door.note("day", f"{day} left out", now)
    if session.json:
        session.write_json({"date": str(day), "discarded": True, "change": number})
    elif number is None:
        session.say(f"{day} is left out already; 'stride undo --list' shows when.")
    else:
        session.say(f"{day} is left out. To bring it back: stride undo {number}")
