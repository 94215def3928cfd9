"""The command ``doctor``: is everything in order, line by line, with nothing personal in it."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from stride import __version__, errors
from stride.cli import common

LOW_DISK_BYTES = 200_000_000
OLD_IMPORT_DAYS = 7


class Finding(NamedTuple):
    """One line. ok: None for plain facts. advice: what to do when it is not ok."""

    name: str
    ok: bool | None
    text: str
    advice: str = ""


def doctor() -> int:
    """Look at versions, paths, database, zone, model, notifier, schedule and disk.

    Every line says ok or what to do. Nothing in it is about you or your walking, so it can be
    pasted into a bug report. Exit 1 when something needs doing.
    """
    session = common.session()
    findings = [*_program(), *_places(session), *_database(session), *_around(session)]
    if session.json:
        session.write_json({"findings": [finding._asdict() for finding in findings]})
    else:
        for finding in findings:
            word = {True: "ok", False: "do", None: "--"}[finding.ok]
            session.say(f"{word}  {finding.name}: {finding.text}")
            if finding.ok is False and finding.advice:
                session.say(f"      {finding.advice}")
    return errors.EXIT_NO if any(finding.ok is False for finding in findings) else errors.EXIT_OK


def _program() -> Iterator[Finding]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    yield Finding("stride", True, __version__)
    python = platform.python_version()
    yield Finding("python", sys.version_info >= (3, 11), f"{python} on {platform.system()}")
    yield Finding("sqlite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version)
    packages = ("typer", "rich", "numpy", "pyarrow", "platformdirs", "sqlite-utils")
    for name in packages:
        try:
            yield Finding(name, True, version(name))
        except PackageNotFoundError:
            yield Finding(name, False, "not installed", f"Run: pip install {name}")
    yield _models()


def _models() -> Finding:
    folder = Path(__file__).parent.parent / "classify" / "models"
    arrays = sorted(path.stem for path in folder.glob("*.npz"))
    cards = {path.stem for path in folder.glob("*.md")} | {p.stem for p in folder.glob("*.json")}
    missing = [name for name in arrays if name not in cards]
    if not arrays:
        return Finding("models", False, "none found", "Install stride again.")
    text = ", ".join(arrays) + (f"; without a card: {', '.join(missing)}" if missing else "")
    return Finding("models", not missing, text, "Install stride again.")


def _places(session: common.Session) -> Iterator[Finding]:
    import os

    for name, path in session.settings.paths._asdict().items():
        existing = next(p for p in (path, *path.parents) if p.exists())
        writable = os.access(existing, os.W_OK)
        advice = "Mend its rights, or set STRIDE_HOME to another folder."
        state = "writable" if writable else "cannot be written"
        yield Finding(f"{name} folder", writable, f"{_shorten(path)}, {state}", advice)
    free = shutil.disk_usage(existing).free
    text = f"{free / 1e9:.1f} GB free"
    yield Finding("disk", free > LOW_DISK_BYTES, text, "Free some space before importing.")


def _shorten(path: Path) -> str:
    """The path with the home folder as ``~``: a name in it is nobody's business."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)


def _database(session: common.Session) -> Iterator[Finding]:
    path = session.settings.paths.database
    try:
        reader = session.reader()
    except errors.NothingYet:
        yield Finding("database", None, "none yet; 'stride import FILE' makes it")
        return
    except errors.StrideError as error:
        yield Finding("database", False, error.message, error.hint)
        return
    result = reader.db.execute("PRAGMA integrity_check").fetchone()[0]
    size = path.stat().st_size / 1e6
    text = f"{size:.1f} MB, integrity {result}"
    yield Finding("database", result == "ok", text, "Restore a backup: stride restore FILE.")
    yield _migrations(reader.db)
    yield from _imports(reader, session)


def _migrations(db: sqlite3.Connection) -> Finding:
    from stride.store.schema import migrations, unknown

    rows = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'stride'")
    applied = {row[0] for row in rows}
    newer = unknown(applied)
    if newer:
        advice = "This database was written by a newer stride; upgrade stride."
        return Finding("migrations", False, f"unknown: {', '.join(newer)}", advice)
    waiting = [step.name for step in migrations._migrations if step.name not in applied]
    text = f"{len(applied)} applied" + (f", {len(waiting)} at the next import" if waiting else "")
    return Finding("migrations", True, text)


def _imports(reader: Any, session: common.Session) -> Iterator[Finding]:
    rows = [row for row in reader.imports() if row["state"] == "done"]
    kinds = sorted({row["format_id"] for row in rows})
    yield Finding("formats seen", None, ", ".join(kinds) or "none")
    yield from _ages(reader)
    newest = reader.newest_day()
    if newest and session.settings.zone:
        yield _newest((session.today - newest).days)


def _newest(age: int) -> Finding:
    """How old the newest data are. age: days; a zone further east is a day ahead at the most."""
    if age < -1:
        advice = "Compare this computer's date with that of the device."
        return Finding(
            "last import", False, "the newest data are of a later day than today", advice
        )
    text = f"newest data {max(age, 0)} day{'' if age == 1 else 's'} old"
    return Finding("last import", age <= OLD_IMPORT_DAYS, text, "Import a newer export.")


def _ages(reader: Any) -> Iterator[Finding]:
    """Which days an older model made."""
    rows = reader.models()
    older = [row for row in rows if not row.current]
    for row in older:
        text = f"{row.model_id}, older than the one shipped now, made {row.imports} of the imports"
        text += f" ({row.first} to {row.last})"
        yield Finding("model of days", False, text, "Redo them: stride recompute DIR.")
    if rows and not older:
        yield Finding("model of days", True, "every day was made by the models shipped now")


def _around(session: common.Session) -> Iterator[Finding]:
    settings = session.settings
    chosen = settings.zone_rule == "configured"
    advice = "Choose it once: stride config set zone ZONE."
    zone = settings.zone or "not understood"
    words = f"{zone} ({'configured' if chosen else 'this computer; not configured'})"
    yield Finding("zone", chosen, words, advice)
    yield _notifier()
    yield _schedule(session)


def _notifier() -> Finding:
    import os

    from stride.remind.notify import find_command

    command = find_command("", sys.platform, os.environ.get("PATH"))
    if command is None:
        return Finding("notifier", None, "none; reminders are printed (Debian: libnotify-bin)")
    return Finding("notifier", True, Path(command[0]).name)


def _schedule(session: common.Session) -> Finding:
    from stride.cli.scheduling import lies_in_quiet_hours
    from stride.conventions import time_of_day
    from stride.remind import schedule

    try:
        system = schedule.pick_system()
        minute = schedule.installed_minute(system)
        if minute is None:
            return Finding("schedule", None, f"{system}: none; 'stride schedule install'")
        at = time_of_day(minute)
        text = f"{system}: in place, every day at {at}"
        if lies_in_quiet_hours(session, minute):
            advice = (
                "Choose another time, or shorten them: stride config set quiet_hours HH:MM-HH:MM"
            )
            return Finding("schedule", False, f"{text}, which is in your quiet hours", advice)
        return Finding("schedule", True, text)
    except errors.StrideError as error:
        return Finding("schedule", None, error.message)
