"""The command ``walk``: a walk that no sensor saw, written down by hand or taken back."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from stride import clock
from stride.cli.common import Session, number_within, session
from stride.errors import UsageError

LONGEST_WALK_MIN = 24 * 60
DayOption = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help="The day; today when left out.")
]


def walk(
    minutes: Annotated[str, typer.Argument(metavar="MINUTES", help="How long the walk was.")],
    at: Annotated[
        str | None, typer.Option("--at", metavar="HH:MM", help="When it began; else it ends now.")
    ] = None,
    date: DayOption = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the walk of that length and time back.")
    ] = False,
) -> None:
    """Write down a walk that no sensor saw; minutes a sensor did see are not counted twice."""
    run = session()
    hint = "Give whole or decimal minutes: stride walk 25 --at 12:30"
    length = number_within(minutes, "length of a walk in minutes", hint, (0.5, LONGEST_WALK_MIN))
    start = _start_of_walk(run, length, at, date)
    day = _write_walk(run, start, length, remove)
    found = run.reader().day(day)
    total = found.walking_minutes if found else None
    if run.json:
        row: dict[str, Any] = {"date": str(day), "start": start.isoformat(), "minutes": length}
        run.write_json({**row, "manual": True, "walking_minutes": total, "removed": remove})
    elif not run.quiet:
        from stride.report import words

        told = "Taken back" if remove else "Written down by hand"
        run.say(
            f"{told}: {words.duration(length)} from {start:%H:%M} on "
            f"{words.full_date(day)}; {words.whole(total or 0)} minutes that day."
        )


def _write_walk(run: Session, start: datetime, minutes: float, remove: bool) -> Date:
    """The local date of the walk. Raises UsageError when there is none to take back."""
    from stride.store import diary
    from stride.store.connect import writing
    from stride.store.writer import remember_day_start

    offset = start.utcoffset() or timedelta(0)
    walk = diary.ManualWalk(
        round(start.timestamp()), round(offset.total_seconds() / 60), round(minutes * 60)
    )
    with writing(run.settings.paths.database) as db:
        remember_day_start(db, run.settings.day_start_min)
        if not remove:
            return diary.add_manual_walk(db, walk, clock.now().isoformat())
        day = diary.remove_manual_walk(db, walk)
    if day is None:
        raise UsageError(
            f"There is no walk by hand of {minutes:g} minutes at {start:%H:%M} that day.",
            f"'stride day {start:%Y-%m-%d}' lists the walks.",
        )
    return day


def _start_of_walk(run: Session, minutes: float, at: str | None, day: str | None) -> datetime:
    zone = clock.zone(run.settings.zone)
    now = clock.now().astimezone(zone)
    length = timedelta(minutes=minutes)
    if at is None:
        if day is not None:
            raise UsageError("When did that walk begin?", "Add --at HH:MM.")
        # Instants are subtracted as UTC, so that a change of the clock in between does no harm.
        return (clock.now() - length).replace(microsecond=0).astimezone(zone)
    minute = clock.parse_minute(at)
    chosen = clock.parse_date(day, now.date()) if day else now.date()
    start = datetime(chosen.year, chosen.month, chosen.day, tzinfo=zone)
    start = start.replace(hour=minute // 60, minute=minute % 60)
    if datetime.fromtimestamp(start.timestamp(), zone).replace(tzinfo=None) != start.replace(
        tzinfo=None
    ):
        raise UsageError(
            f"{at} did not exist on {chosen}: the clocks went forward.", "Give the time after it."
        )
    if start.timestamp() + length.total_seconds() > now.timestamp() + 60:
        raise UsageError(
            f"A walk of {minutes:g} minutes at {at} on {chosen} is not over yet.",
            "Write it down afterwards, or check --at and --date.",
        )
    return start
