"""ActiGraph raw CSV of ActiLife: g, wall clock of the computer that set the device up."""

from __future__ import annotations

from dataclasses import replace

from stride.errors import DataError, EmptyData
from stride.formats.find.head import is_number, sniff_delimiter, split_line
from stride.formats.guess.samples import cells_of, file_time_rule, triples
from stride.formats.layout import (
    STRAPPED_ON,
    Blob,
    Format,
    Head,
    ReadOptions,
    Recording,
    Verdict,
    no,
    sure,
)
from stride.formats.layouts.actigraph.shared import (
    HEADER_LINES,
    Preamble,
    has_preamble,
    need_start,
    parse_preamble,
)
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import Dialect, decimal_of, unique
from stride.formats.time.clock import TimeRule


def recognise(head: Head) -> Verdict:
    """Sure by the first line, when the epoch period is 0."""
    if not has_preamble(head):
        return no("line 1 is not ActiLife's")
    period = " ".join(head.lines[2:8])
    if "00:00:00" in period.split("Epoch Period", 1)[-1][:40] or "Accelerometer X" in head.text:
        return sure("ActiLife header, epoch period 0")
    return no("ActiLife header with an epoch period: counts, not raw data")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; without a time column the start and the rate of the header give the time."""
    head = blob.head
    preamble = parse_preamble(head, blob.name, options)
    sample = [line for line in head.lines[HEADER_LINES : HEADER_LINES + 40] if line.strip()]
    if not sample:
        raise EmptyData(f"{blob.name} has a header but no samples.", "There is nothing to import.")
    delimiter = sniff_delimiter(sample)
    first = [cell.strip() for cell in split_line(sample[0], delimiter)]
    named = not is_number(first[0]) and "accel" in sample[0].lower()
    rows = [split_line(line, delimiter) for line in sample[1 if named else 0 :]]
    if not rows:
        raise EmptyData(f"{blob.name} has a header but no samples.", "There is nothing to import.")
    names = first if named else _names(len(rows[0]), is_number(rows[0][0]))
    names += [""] * (len(rows[0]) - len(names))
    dialect = Dialect(
        names=unique(names),
        delimiter=delimiter,
        decimal=decimal_of(rows, delimiter),
        first_row=HEADER_LINES + (1 if named else 0),
        encoding=head.encoding,
    )
    return open_recording(blob, options, FORMAT.id, _layout(blob, dialect, preamble, rows, options))


def _names(width: int, timeless: bool) -> list[str]:
    axes = ["Accelerometer X", "Accelerometer Y", "Accelerometer Z"]
    return (axes if timeless else ["Timestamp", *axes])[:width]


def _layout(
    blob: Blob, dialect: Dialect, top: Preamble, rows: list[list[str]], options: ReadOptions
) -> RawLayout:
    found = triples(dialect.names)
    if not found:
        raise DataError(
            f"{blob.name}, line 11: no columns Accelerometer X, Y and Z.",
            "Export the raw data from ActiLife again.",
        )
    column = dialect.find("Timestamp", "Time Stamp", "Time")
    if column is None:
        if not top.rate_hz:
            raise DataError(
                f"{blob.name} has neither time stamps nor a sample rate in line 1.",
                "Export it from ActiLife with time stamps.",
            )
        rule = TimeRule("rate", start_s=need_start(top), rate_hz=top.rate_hz)
    else:
        cells = cells_of(rows, dialect, column)
        known = replace(options, date_order=top.order or options.date_order)
        rule = file_time_rule(blob, dialect, (column,), cells, known)
        if rule.kind == "iso_utc":
            rule = TimeRule("wall_z", column)  # ActiLife writes the wall clock with a false Z
    return RawLayout(
        dialect=dialect,
        time=rule,
        xyz=found[0],
        unit="g",
        gravity="yes",
        rate_hz=top.rate_hz,
        device=top.device,
        placement=top.placement,
    )


FORMAT = Format(
    id="actigraph-raw",
    worn_at=STRAPPED_ON,
    title="ActiGraph raw CSV (ActiLife)",
    header="Timestamp,Accelerometer X,Accelerometer Y,Accelerometer Z",
    recognise=recognise,
    read=read,
    raw=True,
)
