"""Samsung Health step_daily_trend: steps of a day without what two devices counted twice.

Beside the table lie its bins, one JSON a row: as the vendor's sample for developers reads them
(from memory), the entry at place n of a list is the ten minutes from n / 6 o'clock on, of the local
day. They are used where they are 144 that add up to the row.
"""

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import Blob, Coded, Day, Intervals, Origin, ReadOptions, TableFile
from stride.formats.layouts.samsung.shared import dialect, of_type, records
from stride.formats.steps.day_totals import NO_COUNT, NOT_SAID, DayRows, day_totals
from stride.formats.steps.intervals import EPOCH, intervals
from stride.formats.steps.rows import DAY_S, step_rows
from stride.formats.table.cells import number_at
from stride.formats.table.json import count_of, json_of, objects
from stride.formats.time.zones import wall_instants
from stride.types import ReadNotes

#: The vendor's mark of the row that holds all sources without doubles.
ALL_SOURCES = "-2"
FOLDER = "step_daily_trend"  # of the bins, in jsons/
BINS_A_DAY = 144
BIN_S = 600.0


def read(origin: Origin) -> Intervals:
    """Daily totals: the row of all sources, or the highest where that says nothing; in bins."""
    blob, options = origin.blob, origin.options
    best: dict[date | None, tuple[bool, float, int, str]] = {}
    table = list(records(blob, options))
    when = [(line, {n: t.strip() for n, t in record.items()}) for line, record in table]
    file = TableFile(blob, options, dialect(blob.head))
    dates = Day("day_time", stamps=True).days(when, file)
    for day, (line, record) in zip(dates, table, strict=True):
        count = number_at(record.get("count", ""), line, "count", missing=NO_COUNT)
        every = record.get("source_type", "").strip() == ALL_SOURCES and count >= 0
        candidate = (every, count, line, record.get("binning_data", "").strip())
        best[day] = max(best.get(day, candidate), candidate)
    days = DayRows()
    for day, (_, count, line, _) in best.items():
        assert day is not None  # each row has a date, or was refused
        days.add(day, NOT_SAID if count == NO_COUNT else count, line)
    totals = day_totals(origin, days, ReadNotes(rows=len(table)))
    return _in_bins(origin, totals, {day: name for day, (*_, name) in best.items() if day})


def _in_bins(origin: Origin, totals: Intervals, names: dict[date, str]) -> Intervals:
    """The days in bins of ten minutes where they have them. names: of the file of each day."""
    files = {
        PurePosixPath(blob.path).name: blob
        for blob in origin.blob.siblings
        if FOLDER in str(PurePosixPath(blob.path).parent)
    }
    binned: dict[date, list[float]] = {}
    for total in totals.day_totals:
        if (file := files.get(names[total.date])) is not None:
            bins = _bins(file, origin.options)
            if len(bins) == BINS_A_DAY and sum(bins) == total.steps > 0:
                binned[total.date] = bins
    if not binned:
        return totals
    start = np.array([(day - EPOCH).days * DAY_S for day in binned])
    local_s = (start[:, None] + np.arange(BINS_A_DAY) * BIN_S).ravel()
    utc_s, offset, zone = wall_instants(local_s, origin.options)
    rows = step_rows(utc_s, utc_s + BIN_S, offset, np.array(list(binned.values())).ravel())
    # the totals stay: beside minutes they are the vendor's own days, and the bins are none
    content = intervals(origin, rows, zone, totals.notes)
    return replace(content, day_totals=totals.day_totals)


def _bins(file: Blob, options: ReadOptions) -> list[float]:
    """The counts of a file of bins, none where it is damaged: the day has its total."""
    try:
        entries = json_of(file, replace(options, progress=None))
        return [count_of(entry.get("count"), file.name) for entry in objects(entries)]
    except DataError:
        return []


FORMAT = Coded(
    id="samsung-daily-trend",
    title="Samsung Health: step_daily_trend",
    header="binning_data,update_time,create_time,source_pkg_name,source_type,count,day_time",
    device="Samsung Health",
    sure=of_type("step_daily_trend"),
    reads=read,
    family="samsung",
    rank=2,
)
