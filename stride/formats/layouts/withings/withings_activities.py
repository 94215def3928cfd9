"""Withings activities.csv: walks with start and end, under a header translated by half."""

import json

from stride.formats.layout import ActivityColumns, Head, Sign, Walks, has
from stride.formats.table.dialect import dialect_of


def columns(head: Head) -> ActivityColumns:
    """The first two columns are start and end, whatever their names."""
    dialect = dialect_of(head)
    kind, data = dialect.need_all(("Activity type",), ("Data",))
    start, end = dialect.names[:2]
    return ActivityColumns(kind, start, (), end=end, steps=data, steps_in=steps_in)


def steps_in(text: str) -> float:
    """The steps in the cell of JSON, 0 when it has none."""
    try:
        cell = json.loads(text)
        return float(cell.get("steps", 0)) if isinstance(cell, dict) else 0.0
    except (ValueError, TypeError, OverflowError, RecursionError):
        return 0.0


FORMAT = Walks(
    id="withings-activities",
    title="Withings: activities (walks)",
    header='from,to,"from (manual)","to (manual)",Timezone,"Activity type",Data,GPS,Modified',
    device="Withings",
    sure=has("Activity type", "Data", "GPS", "Modified")
    & Sign(lambda head: len(head.columns) >= 6, "two columns before them"),
    columns=columns,
    family="withings",
    rank=1,
)
