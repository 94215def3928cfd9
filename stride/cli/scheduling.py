"""The command ``schedule``: the computer's own scheduler runs stride every day."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stride import clock, errors
from stride.cli import checks, common
from stride.conventions import conventions_of, time_of_day

if TYPE_CHECKING:
    from stride.remind.entries import Job

DEFAULT_MINUTE = 17 * 60 + 30
TEST_LINE = "This is how a reminder from stride will look."


def schedule(
    action: Annotated[str, typer.Argument(metavar="[show|install|remove]")] = "show",
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="HH:MM", help="The time of day; 17:30 when left out."),
    ] = None,
    inbox: Annotated[
        Path | None,
        typer.Option("--import", metavar="FOLDER", help="Import what is new in FOLDER first."),
    ] = None,
    system: Annotated[
        str | None, typer.Option("--system", help="systemd, cron or launchd.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")] = False,
) -> int:
    """Let the computer run 'stride remind' every day, by its own scheduler.

    'install' shows what it will write, asks first, and sends a test reminder. With --import it
    first brings in what is new in the folder. Lines that are not stride's stay as they are.
    """
    from stride.remind import schedule as scheduler

    session = common.session()
    checks.check_choice("The action", action, ("show", "install", "remove"))
    checks.check_choice("--system", system, scheduler.SYSTEMS)
    system = system or scheduler.pick_system()
    if action == "remove":
        gone = scheduler.remove(system)
        session.say("The schedule is removed." if gone else "There was no schedule of stride's.")
        return errors.EXIT_OK
    job = _job(session, at, inbox)
    if action == "show":
        _show(session, system, job)
        return errors.EXIT_OK
    return install(session, system, job, yes)


def _job(session: common.Session, at: str | None, inbox: Path | None) -> Job:
    if inbox is not None and not inbox.is_dir():
        raise errors.UsageError(f"{inbox} is not a folder.", "Make it first, or name another.")
    return job_for(session, clock.parse_minute(at) if at else DEFAULT_MINUTE, inbox)


def job_for(session: common.Session, minute: int, inbox: Path | None) -> Job:
    """What the scheduler is to run; minute: after midnight. inbox: a folder to import from."""
    from stride.remind.entries import Job

    folder = inbox.resolve() if inbox else None
    return Job(minute, (sys.executable, "-m", "stride"), folder, _environment(session))


def _environment(session: common.Session) -> tuple[tuple[str, str], ...]:
    """What stride is told by variables here: a scheduler starts it without them."""
    names = [f"STRIDE_{name.upper()}" for name in session.settings.texts]
    passed_on = {name: os.environ[name] for name in names if os.environ.get(name)}
    if os.environ.get("STRIDE_HOME"):
        passed_on["STRIDE_HOME"] = str(session.settings.paths.data)
    if clock.locale_week_start(os.environ) or conventions_of(os.environ).half_day:
        passed_on["LC_TIME"] = next(
            os.environ[name] for name in ("LC_ALL", "LC_TIME", "LANG") if os.environ.get(name)
        )
    return tuple(sorted(passed_on.items()))


def _show(session: common.Session, system: str, job: Job) -> None:
    from stride.remind import schedule as scheduler

    now = scheduler.installed(system)
    text = scheduler.shown(system, job)
    if session.json:
        session.write_json({"system": system, "installed": now or None, "would_write": text})
        return
    session.say(f"In place ({system}):\n{now}\n" if now else f"Nothing is in place ({system}).\n")
    session.say(f"'stride schedule install' would add this {text}")


def install(session: common.Session, system: str, job: Job, yes: bool) -> int:
    """Show, ask, put in place, and send a test reminder; yes: unasked."""
    from stride.remind import schedule as scheduler

    session.note(f"stride will add this {scheduler.shown(system, job)}")
    if not yes and not checks.confirmed("Write this?", "Add --yes to install it unasked."):
        session.say("Nothing was written.")
        return errors.EXIT_NO
    heed_quiet_hours(session, job.minute, yes)
    for text in install_job(system, job):
        session.say(text)
    return errors.EXIT_OK


def install_job(system: str, job: Job) -> list[str]:
    """Put the job in place and send a test reminder; what there is to say. Raises DiskError."""
    from stride.remind import schedule as scheduler

    scheduler.install(system, job)
    first = "import what is new and " if job.inbox else ""
    text = f"stride will {first}remind at {time_of_day(job.minute)} every day."
    return [text, _where_it_appears(system)]


def lies_in_quiet_hours(session: common.Session, minute: int) -> bool:
    """Whether a reminder at that minute would never be said."""
    from datetime import datetime, timedelta

    from stride.remind.message import is_quiet

    return is_quiet(datetime(2000, 1, 1) + timedelta(minutes=minute), session.settings.quiet)  # noqa: DTZ001


def heed_quiet_hours(session: common.Session, minute: int, yes: bool) -> None:
    """Ask whether the quiet hours should end before the reminder; say so where nobody is asked."""
    quiet = session.settings.quiet
    if quiet is None or not lies_in_quiet_hours(session, minute):
        return
    start, end = (f"{n // 60:02d}:{n % 60:02d}" for n in quiet)
    at = f"{minute // 60:02d}:{minute % 60:02d}"
    wanted = f"{start}-{at}" if minute < quiet[1] else f"{end}-{at}"
    text = f"{at} lies in your quiet hours ({start} to {end}), when no reminder comes."
    if not yes and checks.confirmed(f"{text} Set them to {wanted}?", "Choose another --at."):
        from stride.cli import config
        from stride.settings import KEY_OF_NAME

        config.write(session, KEY_OF_NAME["quiet_hours"], wanted)
        return
    session.note(f"{text} To hear it: stride config set quiet_hours {wanted}")


def _where_it_appears(system: str) -> str:
    """Sends the test reminder; where it, and those to come, are to be seen."""
    from stride.remind.notify import notify

    if notify(TEST_LINE):
        return "A test reminder was sent: it should stand in a corner of the screen now."
    place = {
        "cron": "cron sends it to you by local mail",
        "systemd": "it stands in 'journalctl --user -u stride-remind'",
        "launchd": "macOS asks once whether notifications may be shown",
    }[system]
    return f"No notification can be shown here, so a reminder is printed: {place}."
