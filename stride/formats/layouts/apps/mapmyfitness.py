"""MapMyWalk, MapMyFitness: the list of workouts, walks and hikes by their day, without a time."""

from datetime import date

from stride.formats.layout import Coded, Intervals, Origin, empty, has
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import dates_of
from stride.formats.steps.kind_words import is_walk
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import dialect_of
from stride.formats.table.texttable import records_of
from stride.types import ReadNotes

LENGTH = "Workout Time (seconds)"


def read(origin: Origin) -> Intervals:
    """The walks of each day added up: their seconds, and their steps where the app counted."""
    blob, options = origin.blob, origin.options
    dialect = dialect_of(blob.head)
    when, kind, length = (dialect.need(n) for n in ("Workout Date", "Activity Type", LENGTH))
    counted, mark, notes = dialect.find("Steps"), dialect.decimal, ReadNotes()
    names = (when, kind, length, *filter(None, [counted]))
    table = list(records_of(blob, options, dialect, names))
    notes.rows = len(table)
    if not table:
        raise empty(blob)
    dates = dates_of([r[when].strip() for _, r in table], [n for n, _ in table], options)
    sums: dict[date, tuple[float, float, int]] = {}
    for day, (line, record) in zip(dates, table, strict=True):
        if not is_walk(record[kind]):
            notes.rows_skipped += 1
            continue
        steps = number_at(record[counted], line, counted, mark) if counted else 0.0
        walked = number_at(record[length], line, length, mark)
        before = sums.get(day, (0.0, 0.0, line))
        sums[day] = (before[0] + steps, before[1] + walked, line)
    if not sums:
        raise empty(blob, "holds no walks")
    days = DayRows(walks=True)
    for day, (steps, walked, line) in sums.items():
        # a list of walks does not say of any day that it had none
        days.add(day, steps or NOT_SAID, line, walked or None)
    return day_totals(origin, days, notes)


FORMAT = Coded(
    id="mapmyfitness",
    title="MapMyWalk, MapMyFitness: workouts (walks and hikes)",
    header="Date Submitted,Workout Date,Activity Type,Distance (km),Workout Time (seconds),Steps",
    device="MapMyFitness",
    sure=has("workout date", "activity type", LENGTH),
    reads=read,
)
