"""QS Access: Apple Health steps by the hour or the day, local time with English months."""

from __future__ import annotations

from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.layout import Coded, Intervals, has
from stride.formats.steps.bins import BinnedRows, binned, parsed_pairs
from stride.formats.steps.day_totals import NOT_SAID
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import count_decimal, dialect_of
from stride.formats.table.text_blocks import records_of
from stride.types import ReadNotes


def read(origin: Origin) -> Intervals:
    """Hours as intervals, days as totals."""
    blob, options = origin.blob, origin.options
    dialect = dialect_of(blob.head)
    start, finish, steps = (dialect.need(n) for n in ("Start", "Finish", "Steps (count)"))
    records = list(records_of(blob, options, dialect, (start, finish, steps)))
    if not records:
        raise empty(blob)
    lines = [line for line, _ in records]
    starts, finishes = ([record[name] for _, record in records] for name in (start, finish))
    times, ends = parsed_pairs(starts, finishes, lines, options)
    mark = count_decimal([r[steps].strip() for _, r in records], dialect)
    counts = [number_at(r[steps], line, steps, mark, NOT_SAID) for line, r in records]
    return binned(
        origin,
        BinnedRows(times, np.array(counts), np.array(lines), ends),
        ReadNotes(rows=len(records)),
    )


FORMAT = Coded(
    id="apple-qs-access",
    title="QS Access (Apple Health by hour or day)",
    header="Start,Finish,Steps (count)",
    device="Apple Health",
    sure=has("Start", "Finish", "Steps (count)"),
    reads=read,
    family="apple-health",
    rank=2,
)
