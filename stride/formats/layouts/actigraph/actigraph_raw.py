"""ActiGraph raw CSV of ActiLife: g, wall clock of the computer that set the device up."""

from dataclasses import replace

from stride.errors import DataError, EmptyData
from stride.formats.find.head import is_number
from stride.formats.guess.samples import file_time_rule, triples
from stride.formats.layout import STRAPPED_ON, Head, Samples, TableFile
from stride.formats.layouts.actigraph.shared import (
    HEADER_LINES,
    Preamble,
    actilife,
    need_start,
    parse_preamble,
    rows_below,
    unsummed,
)
from stride.formats.table.dialect import Dialect, decimal_of, unique
from stride.formats.time.clock import TimeRule

AXES = ("Accelerometer X", "Accelerometer Y", "Accelerometer Z")


def table(head: Head) -> Dialect:
    """The columns, by their names or by their places."""
    delimiter, rows = rows_below(head)
    named = not is_number(rows[0][0].strip()) and "accel" in "".join(rows[0]).lower()
    below = rows[1:] if named else rows
    if not below:
        raise EmptyData("There is a header but no samples.", "There is nothing to import.")
    places = AXES if is_number(below[0][0]) else ("Timestamp", *AXES)
    names = [cell.strip() for cell in rows[0]] if named else list(places[: len(below[0])])
    names += [""] * (len(below[0]) - len(names))
    first = HEADER_LINES + named
    return Dialect(unique(names), delimiter, decimal_of(below, delimiter), first, head.encoding)


def from_header(file: TableFile, layout: Samples) -> Samples:
    """Without a column of times the start and the rate of the header give the time."""
    top = parse_preamble(file.blob.head, file.name, file.options)
    xyz = triples(file.dialect.names)
    if not xyz:
        raise DataError(
            f"{file.name}, line 11: no columns Accelerometer X, Y and Z.",
            "Export the raw data from ActiLife again.",
        )
    return replace(
        layout,
        time=_rule(file, top),
        xyz=xyz[0],
        rate_hz=top.rate_hz,
        device=top.device,
        placement=top.placement,
    )


def _rule(file: TableFile, top: Preamble) -> TimeRule:
    column = file.dialect.find("Timestamp", "Time Stamp", "Time")
    if column is None:
        if not top.rate_hz:
            raise DataError(
                f"{file.name} has neither time stamps nor a sample rate in line 1.",
                "Export it from ActiLife with time stamps.",
            )
        return TimeRule("rate", start_s=need_start(top), rate_hz=top.rate_hz)
    options = replace(file.options, date_order=top.order or file.options.date_order)
    rule = file_time_rule(file.blob, file.dialect, (column,), file.cells(column), options)
    # ActiLife writes the wall clock with a false Z
    return TimeRule("wall_z", column) if rule.kind == "iso_utc" else rule


FORMAT = Samples(
    id="actigraph-raw",
    worn_at=STRAPPED_ON,
    title="ActiGraph raw CSV (ActiLife)",
    header="Timestamp,Accelerometer X,Accelerometer Y,Accelerometer Z",
    sure=actilife & unsummed,
    table=table,
    adapt=from_header,
    unit="g",
    gravity="yes",
)
