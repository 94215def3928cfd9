"""The commands ``remind``, made for cron, and ``schedule``, which sets it up."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from stride import clock, errors
from stride.cli import common

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import typer

    from stride.cli.options import AtOption
    from stride.remind.entries import Job
    from stride.remind.message import Reminder

DEFAULT_MINUTE = 17 * 60 + 30


def remind(
    at: AtOption = None,
    notify: Annotated[bool, typer.Option("--notify", help="As a desktop notification.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 while the day's goal is open.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Even if it was said today.")] = False,
) -> int:
    """One line if there is something to say, nothing otherwise; made for cron.

    At most once a day; not after the goal is met, on a day kept free, while pain has risen, or in
    quiet hours. When the newest data is older than yesterday it says, at most every third day,
    that an import is due.
    """
    from stride.remind.memory import recall, remember
    from stride.remind.message import due

    session = common.session()
    local = _local(session, at)
    found = _find(session, local)
    today = session.today
    said = recall(session.settings.paths.state)
    speak = bool(found.message) and (force or due(found, said, today))
    if session.json:
        left = found.minutes_left
        message = found.message if speak else None
        session.write_json({"remind": speak, "message": message, "minutes_left": left})
    elif speak:
        _say(session, found.message, notify)
    if speak:
        kind = "reminder" if found.kind == "reminder" else "import_hint"
        remember(session.settings.paths.state, said._replace(**{kind: today}))
    return errors.EXIT_NO if check and found.open else errors.EXIT_OK


def _local(session: common.Session, at: str | None) -> datetime:
    local = clock.now().astimezone(clock.zone(session.settings.zone)).replace(tzinfo=None)
    if at and at != "now":
        minute = clock.parse_minute(at)
        return local.replace(hour=minute // 60, minute=minute % 60)
    return local


def _find(session: common.Session, local: datetime) -> Reminder:
    from stride.remind.message import remind as find
    from stride.report.standing import Frame, standing
    from stride.types import History

    settings = session.settings
    newest: date | None = None
    history = History(())
    try:
        reader = session.reader()
        newest = reader.newest_day()
        history = reader.history(until=session.today, full=False)
    except errors.NothingYet:
        pass
    frame = Frame(session.today, session.today, settings.plan, settings.week_start)
    return find(standing(history, frame), newest, local, settings.quiet)


def _say(session: common.Session, text: str, as_notification: bool) -> None:
    if as_notification:
        from stride.remind.notify import notify

        if notify(text):
            return
    session.say(text)


def schedule(
    action: Annotated[str, typer.Argument(metavar="[show|install|remove]")] = "show",
    at: AtOption = None,
    inbox: Annotated[
        Path | None,
        typer.Option("--import", metavar="FOLDER", help="Import what is new in FOLDER first."),
    ] = None,
    system: Annotated[
        str | None, typer.Option("--system", help="systemd, cron, launchd or windows.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")] = False,
) -> int:
    """Let the computer run 'stride remind' every day, by its own scheduler.

    'install' shows what it will write and asks first. Lines that are not stride's stay as they are.
    """
    from stride.remind import schedule as scheduler

    session = common.session()
    common.check_choice("The action", action, ("show", "install", "remove"))
    common.check_choice("--system", system, scheduler.SYSTEMS)
    system = system or scheduler.pick_system()
    if action == "remove":
        gone = scheduler.remove(system)
        session.say("The schedule is removed." if gone else "There was no schedule of stride's.")
        return errors.EXIT_OK
    job = _job(session, at, inbox)
    if action == "show":
        _show(session, system, job)
        return errors.EXIT_OK
    return _install(session, system, job, yes)


def _job(session: common.Session, at: str | None, inbox: Path | None) -> Job:
    from stride.remind.entries import Job

    minute = clock.parse_minute(at) if at else DEFAULT_MINUTE
    if inbox is not None and not inbox.is_dir():
        raise errors.UsageError(f"{inbox} is not a folder.", "Make it first, or name another.")
    folder = inbox.resolve() if inbox else None
    return Job(minute, (sys.executable, "-m", "stride"), folder, _environment(session))


def _environment(session: common.Session) -> tuple[tuple[str, str], ...]:
    """What stride is told by variables here: a scheduler starts it without them."""
    names = [f"STRIDE_{name.upper()}" for name in session.settings.texts]
    found = {name: os.environ[name] for name in names if os.environ.get(name)}
    if os.environ.get("STRIDE_HOME"):
        found["STRIDE_HOME"] = str(session.settings.paths.data)
    if clock.locale_week_start(os.environ):
        found["LC_TIME"] = next(
            os.environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if os.environ.get(name)
        )
    return tuple(sorted(found.items()))


def _show(session: common.Session, system: str, job: Job) -> None:
    from stride.remind import schedule as scheduler

    now = scheduler.installed(system)
    text = scheduler.shown(system, job)
    if session.json:
        session.write_json({"system": system, "installed": now or None, "would_write": text})
        return
    session.say(f"In place ({system}):\n{now}\n" if now else f"Nothing is in place ({system}).\n")
    session.say(f"'stride schedule install' would add this {text}")


def _install(session: common.Session, system: str, job: Job, yes: bool) -> int:
    from stride.remind import schedule as scheduler

    session.note(f"stride will add this {scheduler.shown(system, job)}")
    if not yes and not common.confirmed("Write this?", "Add --yes to install it unasked."):
        session.say("Nothing was written.")
        return errors.EXIT_NO
    scheduler.install(system, job)
    when = timedelta(minutes=job.minute)
    session.say(f"stride will remind at {str(when)[:-3]:0>5} every day.")
    return errors.EXIT_OK
