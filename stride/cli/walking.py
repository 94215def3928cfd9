"""The command ``walk``: a walk that no sensor saw, written down by hand or taken back."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stride import clock
from stride.cli.checks import confirmed, number_within
from stride.cli.common import Session, session
from stride.conventions import time_of_day
from stride.errors import EXIT_NO, EXIT_OK, UsageError

if TYPE_CHECKING:
    from stride.store.by_hand import ManualWalk

LONGEST_WALK_MIN = 24 * 60
#: Longer walks are asked back: 600 is more often a slip for 60 than ten hours on foot.
USUAL_WALK_MIN = 4 * 60
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
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask back.")] = False,
) -> int:
    """Write down a walk that no sensor saw; minutes a sensor did see are not counted twice.

    Above four hours it asks back. 'stride undo' takes the walk back.
    """
    run = session()
    hint = "Give whole or decimal minutes: stride walk 25 --at 12:30"
    length = number_within(minutes, "length of a walk in minutes", hint, (0.5, LONGEST_WALK_MIN))
    start = _start_of_walk(run, length, at, date)
    # A program, which asks for JSON, does not mistype and cannot be asked.
    asks = length > USUAL_WALK_MIN and not (yes or remove or run.json)
    if asks and not _confirmed(length):
        run.say("Nothing was written.")
        return EXIT_NO
    day, changed = _write_walk(run, start, length, remove)
    day_now = run.reader().day(day)
    total = day_now.walking_minutes if day_now else None
    if run.json:
        row: dict[str, Any] = {"date": str(day), "start": start.isoformat(), "minutes": length}
        row |= {"manual": True, "walking_minutes": total, "removed": remove}
        run.write_json({**row, "already": not changed})
    elif not run.quiet:
        from stride.words import days as words

        done = "Taken back" if remove else "Written down by hand"
        if not changed:
            done = "Already written down, nothing changed"
        begun = time_of_day(start.hour * 60 + start.minute)
        run.say(
            f"{done}: {words.duration(length)} from {begun} on {words.full_date(day)}; "
            f"{words.whole(total or 0)} minutes that day."
        )
    return EXIT_OK


def _confirmed(minutes: float) -> bool:
    from stride.words import days as words

    length = words.duration(minutes)
    return confirmed(f"{length} is a long walk. Write it down?", "If it is right, add --yes.")


def _write_walk(run: Session, start: datetime, minutes: float, remove: bool) -> tuple[Date, bool]:
    """The local date of the walk, and whether anything changed.

    Raises UsageError when there is none to take back.
    """
    from stride.store import diary

    parts, now = _parts_of_walk(start, minutes), clock.now().isoformat()
    with run.changing() as door:
        door.adopt(run.settings.day_start_min, run.settings.sources)
        changed = remove or not diary.has_manual_walk(door.db, parts)
        if changed and not remove:
            diary.add_manual_walk(door.db, parts, now)
        elif remove and not diary.remove_manual_walk(door.db, parts):
            raise UsageError(
                f"There is no walk by hand of {minutes:g} minutes at {start:%H:%M} that day.",
                f"'stride day {start:%Y-%m-%d}' lists the walks.",
            )
        text = f"{minutes:g} minutes from {start:%Y-%m-%d %H:%M}"
        door.note("walk", f"{text}, taken back" if remove else text, now)
        return clock.local_day(start, run.settings.zone, door.day_start_min), changed


def _parts_of_walk(start: datetime, minutes: float) -> list[ManualWalk]:
    """The walk, cut where the clock changed on the way: each part by the clock of its own."""
    from stride.store.by_hand import ManualWalk

    zone, begin = start.tzinfo, round(start.timestamp())
    end = begin + round(minutes * 60)
    parts: list[ManualWalk] = []
    for at in range(begin, end, 60):
        there = datetime.fromtimestamp(at, zone).utcoffset() or timedelta(0)
        offset, spent = round(there.total_seconds() / 60), min(60, end - at)
        if parts and parts[-1].utc_offset_min == offset:
            parts[-1] = parts[-1]._replace(duration_s=parts[-1].duration_s + spent)
        else:
            parts.append(ManualWalk(at, offset, spent))
    return parts


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
