"""Turns what is stored into the views today, day, report and streak; reads only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from stride.cli.common import Session, session
from stride.errors import EXIT_NO, NothingYet, UsageError

if TYPE_CHECKING:
    from stride.report.standing import Frame, Standing
    from stride.store.reader import Reader

NEXT = "Next: stride import FILE (stride formats lists what can be read)"
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="The day to look at; today when left out."),
]


def today(
    date: DateOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 unless that day's goal is met.")
    ] = False,
) -> int:
    """The day at a glance: minutes, goal, hours, streak and one sentence."""
    from stride.report import machine

    run = session()
    reader, stand = look(run, date)
    day = reader.day(stand.frame.asked)
    if run.json:
        run.write_json(machine.today(stand, day))
    else:
        from stride.cli.show import show
        from stride.report.text import today as text

        show(run, lambda width: text.view(stand, day, width), lambda: text.plain(stand, day))
        if day is None:
            hint_newest(run, reader, stand.frame.asked, "today --date")
    return EXIT_NO if check and not stand.met else 0


def streak(date: DateOption = None) -> None:
    """The current and best streak, free days left, and a calendar of twelve weeks."""
    from stride.report.calendar import as_dicts, calendar

    run = session()
    _, stand = look(run, date)
    weeks = calendar(stand)
    if run.json:
        from stride.report import machine

        run.write_json(machine.streak_document(stand, as_dicts(weeks)))
        return
    from stride.cli.show import show
    from stride.report.text import streak as text

    show(run, lambda width: text.view(stand, weeks, width), lambda: text.plain(stand, weeks))


def day(
    date: Annotated[str | None, typer.Argument(metavar="[DATE]", help="The day; today.")] = None,
) -> None:
    """The day's timeline: what, when, how long; then the walks."""
    from stride.report.timeline import timeline

    run = session()
    reader, stand = look(run, date)
    asked = stand.frame.asked
    found_day = reader.day(asked)
    minutes, walks = reader.day_minutes(asked), reader.walks(asked)
    found = timeline(asked, found_day, minutes, walks, run.settings.day_start_min)
    if run.json:
        from stride.report import machine

        run.write_json(machine.day_document(stand, found_day, found))
        return
    from stride.cli.show import show
    from stride.report.text import day as text

    show(
        run,
        lambda width: text.view(stand, found_day, found, width),
        lambda: text.plain(stand, found_day, found),
    )
    if found_day is None:
        hint_newest(run, reader, asked, "day")


def look(run: Session, text: str | None) -> tuple[Reader, Standing]:
    """The open database and where the person stands on a day.

    text: the date as typed, None for today. Raises NothingYet, UsageError for a day to come.
    """
    from stride.report.standing import standing

    frame = frame_of(run, text)
    reader = open_log(run)
    return reader, standing(reader.history(until=frame.asked, full=False), frame)


def frame_of(run: Session, text: str | None) -> Frame:
    """The day asked about and from where it is looked at. Raises UsageError for a day to come."""
    from stride.report.standing import Frame

    asked = run.day(text)
    if asked > run.today:
        raise UsageError(f"{asked} has not come yet.", f"Today is {run.today}.")
    return Frame(asked, run.today, run.settings.plan, run.settings.week_start)


def open_log(run: Session) -> Reader:
    """The database with at least one day in it. Raises NothingYet."""
    reader = run.reader()
    if reader.newest_day() is None:
        raise NothingYet("Nothing has been imported yet.", NEXT)
    return reader


def hint_newest(run: Session, reader: Reader, asked: date, command: str) -> None:
    """On a day without data, say where the newest data is; on stderr, so that pipes stay clean."""
    newest = reader.newest_day()
    if newest is not None and newest != asked:
        run.note(f"The newest data is of {newest}: stride {command} {newest}")
