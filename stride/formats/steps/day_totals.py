"""Rows of daily totals to Intervals: plausible, one total a day."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from stride.errors import DataError
from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.options import ReadOptions
from stride.formats.steps.intervals import FIRST_DAY, MOST_OF_A_DAY_SPM, too_short
from stride.formats.time.zones import choose_zone
from stride.formats.words import counted, name_lines
from stride.types import DayTotal, Intervals, ReadNotes

MOST_STEPS_PER_DAY = 100_000.0
NOT_SAID = float("nan")  # steps of a day whose cell is empty, unlike a day of 0 steps
NO_COUNT = float("-inf")  # the same while the highest row of a day is looked for
LEAST_RISES = 10  # days in order hardly ever rise so often without a fall
LEAST_SCALED = 3  # days
LEAST_WEEKS = 3  # so many rows a week apart, and more steps than a day has, are totals of weeks
LEAST_STEPS_A_WEEK = 25_000.0


@dataclass
class DayRows:
    """Daily totals before they are judged; steps are NOT_SAID where the export has none.

    walks: sums of single walks, which may fall on any days.
    """

    dates: list[date] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    walking_s: list[float | None] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    skipped: int = 0
    walks: bool = False

    def add(self, day: date, steps: float, line: int, walking_s: float | None = None) -> None:
        """One more day."""
        self.dates.append(day)
        self.steps.append(steps)
        self.walking_s.append(walking_s)
        self.line.append(line)


def day_totals(origin: Origin, days: DayRows, notes: ReadNotes | None = None) -> Intervals:
    """Daily totals as Intervals without rows; a day given twice keeps its later row.

    A day of 0 steps is kept: the vendor said so. It is never valid, so it counts against nobody.
    Raises EmptyData where no day says a count, DataError for totals of months or impossible dates.
    """
    notes = notes or ReadNotes()
    notes.rows = max(notes.rows, len(days.dates) + days.skipped)
    notes.rows_skipped += days.skipped
    if not days.dates:
        raise empty(origin.blob)
    bad = [n for s, n in zip(days.steps, days.line, strict=True) if abs(s) == float("inf")]
    if bad:
        raise DataError(
            f"{origin.blob.name}: steps without an end ({name_lines(bad)}).",
            "Correct or remove those lines, or export the file again.",
        )
    if not days.walks:
        _refuse_running(days, origin.blob.name)
        _refuse_months(days)
        refuse_parts(days, origin.blob.name)
    _warn_days(days, origin.options, notes)
    by_day = _said_days(days, origin.options.today, notes)
    if not by_day:
        raise empty(origin.blob, "holds no steps")
    zero = np.zeros(0)
    zone = choose_zone(origin.options)
    return Intervals(
        source=origin.source(zone),
        start_utc_s=zero,
        end_utc_s=zero,
        utc_offset_min=np.zeros(0, np.int16),
        steps=zero,
        walking_s=zero,
        grade="D",
        day_totals=tuple(by_day[day] for day in sorted(by_day)),
        notes=notes,
    )


def _said_days(days: DayRows, today: date, notes: ReadNotes) -> dict[date, DayTotal]:
    """The totals by day; a row of 0 steps does not replace one that counted some."""
    by_day: dict[date, DayTotal] = {}
    for day, steps, walking in zip(days.dates, days.steps, days.walking_s, strict=True):
        before = by_day.get(day)
        some = steps > 0 or ((walking or 0) > 0 and not (before and before.steps))
        if not FIRST_DAY <= day <= today + timedelta(days=1):
            continue
        if some or (steps == 0 and day not in by_day):
            by_day[day] = DayTotal(day, steps if steps > 0 else 0.0, true_walking(steps, walking))
    rows = zip(days.dates, days.steps, days.line, strict=True)
    other = [n for day, s, n in rows if s > 0 and day in by_day and s != by_day[day].steps]
    if other:
        notes.warnings.append(
            f"Of days that stand in several rows the last one counts; left out {name_lines(other)}."
        )
    negative = [n for s, n in zip(days.steps, days.line, strict=True) if s < 0]
    if negative:
        notes.rows_skipped += len(negative)
        notes.warnings.append(
            f"Left out {counted(len(negative), 'day')} with a negative count "
            f"({name_lines(negative)})."
        )
    return by_day


def true_walking(steps: float, walking_s: float | None) -> float | None:
    """The vendor's walking seconds of a day, None where they are too few for its steps."""
    if walking_s is None or too_short(steps, walking_s, MOST_OF_A_DAY_SPM):
        return None
    return walking_s


def refuse_parts(days: DayRows, name: str) -> None:
    """Raises DataError where most days stand in several rows with other counts: parts of days."""
    counts: dict[date, set[float]] = {}
    for day, steps in zip(days.dates, days.steps, strict=True):
        if steps > 0:
            counts.setdefault(day, set()).add(steps)
    several = [day for day, each in counts.items() if len(each) > 1]
    if 2 * len(several) > len(counts):
        line = next(n for day, n in zip(days.dates, days.line, strict=True) if day == several[0])
        raise DataError(
            f"{name}: its days stand in several rows each with other counts (line "
            f"{line} and on): these are parts of days, not totals.",
            "Add them up to one row a day, or write the time of day beside the date.",
        )


def _refuse_running(days: DayRows, name: str) -> None:
    """Raises DataError where the count of each day is above that of the day before: one total."""
    counted_days = sorted(
        {(day, s) for day, s in zip(days.dates, days.steps, strict=True) if s > 0}
    )
    counts = [steps for _, steps in counted_days]
    rising = all(after > before for before, after in pairwise(counts))
    if len(counts) > LEAST_RISES and rising and counts[-1] > 2 * counts[0]:
        raise DataError(
            f"{name}: every day has more steps than the day before (line {days.line[0]} and on): "
            "a running total, not the steps of each day.",
            "Export the steps of each day, or write into each row what it adds.",
        )


def _refuse_months(days: DayRows) -> None:
    unique = sorted(set(days.dates))
    gaps = {(after - before).days for before, after in pairwise(unique)}
    mean = sum(steps for steps in days.steps if steps > 0) / max(len(days.steps), 1)
    if len(unique) >= LEAST_WEEKS and gaps == {7} and mean > LEAST_STEPS_A_WEEK:
        raise DataError(
            f"Every row lies a week after another, with {mean:,.0f} steps on average (line "
            f"{days.line[0]} and on): these are totals of weeks, not of days.",
            "Export single days instead of weeks.",
        )
    first = all(day.day == 1 for day in unique)
    last = mean > LEAST_STEPS_A_WEEK and all(_ends_month(day) for day in unique)
    if len(unique) > 1 and (first or last):
        raise DataError(
            f"Every row is dated on the {'first' if first else 'last'} of a month (line "
            f"{days.line[0]} and on): these are totals of months, not of days.",
            "Export single days or weeks instead of a year.",
        )


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _warn_days(days: DayRows, options: ReadOptions, notes: ReadNotes) -> None:
    latest = options.today + timedelta(days=1)
    wrong = [
        line
        for day, line in zip(days.dates, days.line, strict=True)
        if not FIRST_DAY <= day <= latest
    ]
    if len(wrong) == len(days.dates):
        raise DataError(
            f"Every date lies before 2000 or after tomorrow ({name_lines(wrong)}).",
            "Check the dates in the file, and the clock of this computer.",
        )
    if wrong:
        notes.rows_to_come += sum(day > latest for day in days.dates)
        notes.rows_skipped += len(wrong)
        notes.warnings.append(
            f"Left out {counted(len(wrong), 'day')} before 2000 or after tomorrow "
            f"({name_lines(wrong)})."
        )
    many = [line for s, line in zip(days.steps, days.line, strict=True) if s > MOST_STEPS_PER_DAY]
    if len(many) >= LEAST_SCALED and 2 * len(many) > len(days.steps):
        raise DataError(
            f"More than 100,000 steps in {len(many):,} of {len(days.steps):,} days "
            f"({name_lines(many)}): the numbers look scaled, or are no steps of a day.",
            "Check in the app what the column counts, and export the steps themselves.",
        )
    if many:
        notes.warnings.append(f"More than 100,000 steps in a day ({name_lines(many)}).")
    if any((walking or 0) > 86400 for walking in days.walking_s):
        notes.warnings.append("A day holds more than 24 hours of walking.")
