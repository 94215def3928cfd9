"""The command ``start``: from the device in your hand to the first day and the daily loop."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stride import clock, disk, errors
from stride.cli import checks, common
from stride.cli.devices import DEVICES, Device
from stride.cli.questions import Questions
from stride.conventions import time_of_day

if TYPE_CHECKING:
    from datetime import date

    from stride.report.outcome import Outcome

#: How long a download is waited for where a person looks on, seconds.
PATIENCE_S = 900
#: Endings of exports, and for how long a file with one counts as the download just made, seconds.
ENDINGS = {
    ".zip", ".csv", ".xml", ".json", ".db", ".fit", ".tcx", ".gpx", ".cwa", ".gt3x", ".bin", ".gz",
}  # fmt: skip
FRESH_S = 86_400


def start(
    device: Annotated[
        str | None,
        typer.Option("--device", metavar="NAME", help=", ".join(d.id for d in DEVICES) + "."),
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--tz", metavar="ZONE", help="Your time zone: Europe/Oslo.")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="HH:MM", help="The hour of the reminder.")
    ] = None,
    inbox: Annotated[
        Path | None, typer.Option("--inbox", metavar="DIR", help="Where your downloads land.")
    ] = None,
    wait: Annotated[
        int | None,
        typer.Option("--wait", min=0, max=86_400, metavar="SECONDS", help="For the download."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take every usual answer unasked.")] = False,
) -> int:
    """The first week, step by step: your device, its export, your first day, the daily loop.

    Answers may come from a pipe, one per line: device, zone, hour, folder, and y for the loop. An
    empty line, or none, is the usual answer, which stands in brackets; only the loop needs a y.
    """
    questions = Questions(yes)
    chosen = _device(questions, device)
    _zone(questions, zone)
    session = common.session()
    minute = _minute(session, questions, at)
    folder = _folder(questions, inbox)
    _say_taps(session, chosen, folder)
    patience = wait if wait is not None else PATIENCE_S if questions.live else 0
    outcomes = _import(session, chosen, folder, patience)
    newest = _show_day(session)
    scheduled = _loop(session, questions, (minute, folder, chosen))
    if session.json:
        _write_json(session, (chosen, minute, folder), outcomes, scheduled)
    return errors.EXIT_OK if newest is not None else errors.EXIT_NOTHING_YET


def _device(questions: Questions, given: str | None) -> Device:
    def check(answer: str) -> Device:
        if answer.isdigit() and 1 <= int(answer) <= len(DEVICES):
            return DEVICES[int(answer) - 1]
        checks.check_choice("The device", answer, tuple(d.id for d in DEVICES))
        return next(d for d in DEVICES if d.id == answer)

    if given is not None:
        return check(given)
    lines = [f"  {place} {each.title}" for place, each in enumerate(DEVICES, 1)]
    sys.stderr.write("What counts your walking?\n" + "\n".join(lines) + "\n")
    device: Device = questions.until("Number", "1", check)
    return device


def _zone(questions: Questions, given: str | None) -> None:
    """Keep the person's zone, so that no file has to be guessed at."""
    from stride import settings
    from stride.cli import config

    now = settings.load()

    def check(answer: str) -> str:
        clock.zone(answer)
        return answer

    usual = now.zone or "UTC"
    zone = check(given) if given else questions.until("Your time zone", usual, check)
    if now.zone_rule != "configured" or now.zone != zone:
        config.write(common.session(), settings.KEY_OF_NAME["zone"], zone, quietly=True)


def _minute(session: common.Session, questions: Questions, given: str | None) -> int:
    from stride.cli.scheduling import DEFAULT_MINUTE, lies_in_quiet_hours

    def check(answer: str) -> int:
        minute = clock.parse_minute(answer)
        if lies_in_quiet_hours(session, minute):
            raise errors.UsageError(
                f"{answer} lies in your quiet hours ({session.settings.texts['quiet_hours']}).",
                "Choose another hour, or change them: stride config set quiet_hours HH:MM-HH:MM",
            )
        return minute

    usual = f"{DEFAULT_MINUTE // 60:02d}:{DEFAULT_MINUTE % 60:02d}"
    if given:
        return check(given)
    return int(questions.until("When should stride remind you", usual, check))


def _folder(questions: Questions, given: Path | None) -> Path:
    downloads = Path.home() / "Downloads"  # never the folder one stands in: it may hold anything

    def check(answer: str) -> Path:
        path = Path(answer).expanduser()
        if path == downloads:
            disk.make_folder(path)
        if not path.is_dir():
            raise errors.UsageError(f"{answer} is not a folder.", "Make it first, or name another.")
        return path

    if given is not None:
        return check(str(given))
    folder: Path = questions.until("Where do your downloads land", str(downloads), check)
    return folder


def _sayer(session: common.Session) -> Callable[[str], None]:
    """Says it on stdout, wrapped for a terminal; on stderr where a program reads stdout."""
    return session.note if session.json else partial(session.say, wrap=True)


def _say_taps(session: common.Session, chosen: Device, folder: Path) -> None:
    say = _sayer(session)
    say(f"\n{chosen.title}:")
    for place, tap in enumerate(chosen.taps, 1):
        say(f"  {place}. {tap}")
    say(f"Put the file into {folder}; stride takes it from there.\n")


def _import(session: common.Session, chosen: Device, folder: Path, patience: int) -> list[Outcome]:
    """Wait for the export and read it; a file that is refused is said, and waiting goes on."""
    from stride.cli.importing import import_paths
    from stride.cli.inbox import SETTLED_S, new_files, remember

    state = session.settings.paths.state
    all_outcomes: list[Outcome] = []
    hinted = False
    for _ in range(patience + round(SETTLED_S) + 2):
        ready, growing = (
            [path for path in paths if _is_export(path, folder, chosen)]
            for paths in new_files(folder, state)
        )
        if ready:
            outcomes = import_paths(session, [str(path) for path in ready])
            remember(ready, state)
            all_outcomes += outcomes
            if any(outcome.status in ("imported", "already") for outcome in outcomes):
                return all_outcomes
        if not growing and patience <= 0:
            break
        if not hinted:
            session.note(f"Waiting for the export in {folder} (Ctrl-C ends it) ...")
            hinted = True
        patience -= 1
        time.sleep(1)
    session.note(f"No export came to {folder} yet. When it is there: {chosen.command}")
    return all_outcomes


def _is_export(path: Path, folder: Path, chosen: Device) -> bool:
    """Whether the file, or the folder of the inbox it lies in, is named as such an export is.

    One of today with the ending of an export is tried whatever its name.
    """
    if path.suffix.lower() in ENDINGS and time.time() - path.stat().st_mtime < FRESH_S:
        return True
    try:
        top = path.relative_to(folder.resolve()).parts[0]
    except ValueError:
        top = path.name
    names = (path.name.lower(), top.lower())
    return any(fnmatch(name, pattern.lower()) for name in names for pattern in chosen.names)


def _show_day(session: common.Session) -> date | None:
    """The newest day there is, and how old it is; None before there is any."""
    try:
        newest = session.reader().newest_day()
    except errors.NothingYet:
        return None
    if newest is None or session.json:
        return newest
    from stride.cli.reading import today
    from stride.words import days as words

    session.say("")
    today(date=str(newest))
    age = (session.today - newest).days
    if age > 0:
        session.say(
            f"The newest data is from {words.full_date(newest)}, {words.plural(age, 'day')} ago."
        )
    return newest


def _loop(session: common.Session, questions: Questions, plan: tuple[int, Path, Device]) -> bool:
    """Offer the daily loop; whether it was put in place."""
    from stride.cli.scheduling import install_job, job_for
    from stride.remind import schedule as scheduler

    minute, folder, chosen = plan
    say = _sayer(session)
    say(f"\n{chosen.quality}")
    say(f"Every day: {chosen.daily}")
    try:
        system = scheduler.pick_system()
    except errors.StrideError as error:
        session.note(f"{error.message} {error.hint}")
        return False
    at = time_of_day(minute)
    usual = "y" if questions.live or questions.yes else "n"
    question = f"Every day at {at}: import what is new in {folder}, then remind? (y/n)"
    if questions.ask(question, usual).lower() not in ("y", "yes"):
        say(f"Later: stride schedule install --import {folder} --at {at}")
        return False
    try:
        for text in install_job(system, job_for(session, minute, folder)):
            say(text)
    except errors.StrideError as error:
        common.error_line(error.message, error.hint)
        return False
    return True


def _write_json(
    session: common.Session,
    plan: tuple[Device, int, Path],
    outcomes: list[Outcome],
    scheduled: bool,
) -> None:
    from stride.report.import_numbers import import_document

    chosen, minute, folder = plan
    session.write_json(
        {
            "device": chosen.id,
            "zone": session.settings.zone,
            "at": f"{minute // 60:02d}:{minute % 60:02d}",
            "inbox": str(folder),
            "imports": [import_document(outcome) for outcome in outcomes],
            "scheduled": scheduled,
        }
    )
