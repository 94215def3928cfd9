"""Samsung Health exercise: recorded walks and hikes, UTC with the offset beside."""

from stride.formats.layout import Coded, Intervals, Origin, empty
from stride.formats.layouts.samsung.shared import of_type, records
from stride.formats.steps.day_totals import NOT_SAID
from stride.formats.steps.walks import Sessions, session_intervals
from stride.formats.table.cells import number_at
from stride.formats.time.zones import offset_minutes, offset_text
from stride.types import ReadNotes

SPAN = ("start", "end")
#: The vendor's codes of walking and hiking.
WALKS = ("1001", "13001")


def read(origin: Origin) -> Intervals:
    """Walks with their duration; other exercises are counted as skipped."""
    blob, options = origin.blob, origin.options
    sessions, notes = Sessions(), ReadNotes()
    for line, record in records(blob, options):
        notes.rows += 1
        if record.get("exercise_type", "").strip() not in WALKS:
            notes.rows_skipped += 1
            continue
        start = record.get("start_time", "").strip()
        offset = offset_minutes(record.get("time_offset", ""))
        # the text is UTC: written out with +00:00, and the offset applied to the local clock
        sessions.add(
            _local(start, offset),
            _walked(record, line),
            line,
            steps=number_at(record.get("count", ""), line, "count"),
        )
    if not notes.rows:
        raise empty(blob)
    return session_intervals(origin, sessions, notes, utc=True, own=True)


def _walked(record: dict[str, str], line: int) -> float:
    """Seconds of an exercise: its duration, else from its start to its end."""
    from datetime import datetime

    duration_s = number_at(record.get("duration", ""), line, "duration", missing=NOT_SAID) / 1000
    if duration_s == duration_s:
        return duration_s
    try:
        start, end = (datetime.fromisoformat(record.get(f"{at}_time", "").strip()) for at in SPAN)
        return max((end - start).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0


def _local(start: str, offset: int | None) -> str:
    """The local time with its offset, of a UTC text and the offset beside it."""
    from datetime import UTC, datetime, timedelta

    if offset is None:
        return start
    try:
        instant = datetime.fromisoformat(start).replace(tzinfo=UTC)
        return (instant + timedelta(minutes=offset)).strftime("%Y-%m-%d %H:%M:%S") + offset_text(
            offset
        )
    except (ValueError, OverflowError):
        return start  # said with its line when the times are read


FORMAT = Coded(
    id="samsung-exercise",
    title="Samsung Health: exercise (walks)",
    header="com.samsung.health.exercise.start_time,com.samsung.health.exercise.exercise_type",
    device="Samsung Health",
    sure=of_type(".exercise", column="exercise_type"),
    reads=read,
    family="samsung",
    rank=4,
)
