"""Turns what is stored into the views today, day, report and streak; reads only."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from stride.cli.common import Session, session
from stride.clock import week_start
from stride.errors import EXIT_NO, NothingYet, UsageError

if TYPE_CHECKING:
    import typer

    from stride.cli.options import CheckOption, DateOption, ForceOption
    from stride.store.reader import Reader
    from stride.summary.report import Report
    from stride.summary.standing import Frame, Standing

NEXT = "Next: stride import FILE (stride formats lists what can be read)"


def today(
    date: DateOption = None,
    check: CheckOption = False,
) -> int:
    """The day at a glance: the minutes, the goal, the hours, the streak, and what comes next."""
    from stride.cli.show import answer
    from stride.report.text import today as text

    run = session()
    reader, stand = look(run, date)
    day = reader.day(stand.frame.asked)
    answer(run, lambda: text.facts(stand, day), lambda width: text.view(stand, day, width))
    if day is None and not run.json:
        hint_newest(run, reader, stand.frame.asked, "today --date")
    return EXIT_NO if check and not stand.met else 0


def streak(date: DateOption = None) -> None:
    """The current and best streak, free days left, and a calendar of twelve weeks."""
    from stride.cli.show import answer
    from stride.report.calendar import calendar
    from stride.report.text import streak as text

    run = session()
    _, stand = look(run, date)
    weeks = calendar(stand)
    answer(run, lambda: text.facts(stand, weeks), lambda width: text.view(stand, weeks, width))


def day(
    date: Annotated[str | None, typer.Argument(metavar="[DATE]", help="The day; today.")] = None,
    discard: Annotated[
        bool, typer.Option("--discard", help="Leave this day out; 'stride undo' brings it back.")
    ] = False,
) -> None:
    """The day's timeline: what, when, how long; then the walks."""
    from stride.summary.timeline import timeline
    from stride.types import DayMinutes

    run = session()
    if discard:
        from stride.cli.sources import discard as leave_out

        leave_out(run, frame_of(run, date).asked)
        return
    asked = frame_of(run, date).asked
    out = run.reader().is_discarded(asked)
    reader, stand = look(run, date, empty=out)
    found_day = reader.day(asked)
    minutes = DayMinutes((), (), ()) if out else reader.day_minutes(asked)
    walks = () if out else reader.walks(asked)
    course = timeline(asked, found_day, minutes, walks, run.settings.day_start_min)
    from stride.cli.show import answer
    from stride.report.text import day as text

    answer(
        run,
        lambda: text.facts(stand, found_day, course, out),
        lambda width: text.view(stand, found_day, course, width),
    )
    if run.json:
        return
    if out:
        run.note("You left this day out; 'stride undo --list' shows its number.")
    elif found_day is None:
        hint_newest(run, reader, asked, "day")


def report(
    weeks: Annotated[
        int,
        typer.Option("--weeks", min=1, max=5000, metavar="N", help="So many calendar weeks."),
    ] = 4,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day; today.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day, not --weeks.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", min=1900, max=9998, metavar="YEAR", help="A whole year.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="The days as CSV on stdout.")] = False,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="One page with pictures.")
    ] = None,
    png: Annotated[
        str | None,
        typer.Option(
            "--png", metavar="FILE", help="Bars and calendar as a picture (needs matplotlib)."
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="The calendar, pace, data quality and the study too.")
    ] = False,
    open_: Annotated[bool, typer.Option("--open", help="Show the page in the browser.")] = False,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare", metavar="SPAN", help="Two spans side by side: before, or DATE..DATE."
        ),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Weeks, trend and best time of day on one screen; --all for everything there is."""
    from stride.summary.report import summarise
    from stride.summary.standing import standing

    run = session()
    frame = frame_of(run, until)
    reader = open_log(run)
    first, last = span_of(run, frame, start if start is not None else year, weeks)
    frame = frame._replace(asked=last)
    stand = standing(reader.history(until=last, full=False), frame)
    summary = summarise(reader.history(since=first, until=last), stand, first)
    other = _other_span(run, reader, summary, compare) if compare else None
    if html or png or open_:
        from stride.cli.pictures import open_page, write_pictures

        write_pictures(run, (summary, other), (html, png), force)
        if open_:
            open_page(run, (summary, other), html)
    from stride.report.facts import document
    from stride.report.report_facts import csv_text, report_facts

    if run.json:
        whole = document(report_facts(summary))
        if other is not None:
            whole["compared_with"] = document(report_facts(other))
        run.write_json(whole)
    elif csv:
        sys.stdout.write(csv_text(summary))
    elif other is not None and not (html or png or open_):
        from stride.cli.show import show
        from stride.report.text import compare as side_by_side

        show(
            run,
            lambda width: side_by_side.view(summary, other, width),
            lambda: side_by_side.plain(summary, other),
        )
    elif not (html or png or open_):
        from stride.cli.show import answer
        from stride.report.text import report as text

        answer(
            run, lambda: report_facts(summary), lambda width: text.view(summary, width, everything)
        )
        if not summary.quality.data_days:
            hint_newest(run, reader, last, "report --until")


def _other_span(run: Session, reader: Reader, report: Report, text: str) -> Report:
    """The report to compare with: ``before``, as many days some whole weeks earlier, or a range."""
    from stride.clock import parse_range
    from stride.summary.report import summarise
    from stride.summary.standing import standing

    if text == "before":
        # Whole weeks earlier, so that both spans hold the same days of the week.
        weeks = timedelta(weeks=-(-len(report.days) // 7))
        first, last = report.start - weeks, report.end - weeks
    else:
        first, last = parse_range(text, run.today)
    if last > run.today:
        raise UsageError(f"{last} has not come yet.", f"Today is {run.today}.")
    frame = report.stand.frame._replace(asked=last)
    stand = standing(reader.history(until=last, full=False), frame)
    return summarise(reader.history(since=first, until=last), stand, first)


def span_of(run: Session, frame: Frame, start: str | int | None, weeks: int) -> tuple[date, date]:
    """First and last day of a report. Raises UsageError when the first is after the last.

    frame: whose day is the last. start: a date as typed, a year, or None for ``weeks`` calendar
    weeks, the one of the last day among them.
    """
    if isinstance(start, int):
        first, last = date(start, 1, 1), min(frame.asked, date(start, 12, 31))
    elif start is not None:
        first, last = run.day(start), frame.asked
    else:
        week = week_start(frame.asked, frame.week_start)
        back = min(7 * (weeks - 1), (week - date.min).days)
        first, last = week - timedelta(days=back), frame.asked
    if first > last:
        raise UsageError(f"The report would begin on {first}, after its last day {last}.",
                         "Give an earlier --from, or a later --until.")  # fmt: skip
    return first, last


def look(run: Session, text: str | None, empty: bool = False) -> tuple[Reader, Standing]:
    """The open database and where the person stands on a day.

    text: the date as typed, None for today. empty: go on where only decisions are stored and no
    day. Raises NothingYet, UsageError for a day to come.
    """
    from stride.summary.standing import standing

    frame = frame_of(run, text)
    reader = run.reader() if empty else open_log(run)
    return reader, standing(reader.history(until=frame.asked, full=False), frame)


def frame_of(run: Session, text: str | None) -> Frame:
    """The day asked about and from where it is looked at. Raises UsageError for a day to come."""
    from stride.summary.standing import Frame

    asked = run.day(text)
    if asked > run.today:
        raise UsageError(f"{asked} has not come yet.", f"Today is {run.today}.")
    return Frame(asked, run.today, run.settings.plan, run.settings.week_start)


def open_log(run: Session) -> Reader:
    """The database with at least one day in it. Raises NothingYet."""
    reader = run.reader()
    if reader.newest_day() is None:
        if reader.leaves_out():
            raise NothingYet(
                "No day counts: what came in is left out.",
                "'stride undo --list' shows what you left out, 'stride sources' which sources.",
            )
        raise NothingYet("Nothing has been imported yet.", NEXT)
    return reader


def hint_newest(run: Session, reader: Reader, asked: date, command: str) -> None:
    """On a day without data, say where the newest data is; on stderr, so that pipes stay clean."""
    newest = reader.newest_day()
    if newest is not None and newest != asked:
        run.note(f"The newest data is from {newest}. Next: stride {command} {newest}")
