"""Mi Fitness: hlth_center_aggregated_fitness_data, JSON in a column, one total a day."""

import json

from stride.errors import DataError
from stride.formats.layout import Days, Midnight, Number, has


def steps_in(text: str, line: int) -> float:
    """The steps in a cell of JSON."""
    try:
        return float(json.loads(text)["steps"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise DataError(
            f"Line {line}, column “Value”: “{text[:40]}” holds no steps.", "Export the file again."
        ) from error


FORMAT = Days(
    id="mi-fitness",
    title="Mi Fitness: hlth_center_aggregated_fitness_data",
    header="Uid,Sid,Tag,Key,Time,Value,UpdateTime",
    device="Mi Fitness",
    sure=has("Uid", "Sid", "Tag", "Key", "Time", "Value"),
    # the rows of one day over all devices; those of single devices (Sid) repeat each other
    only={"Tag": "daily_report".__eq__, "Key": "steps".__eq__},
    day=Midnight("Time"),
    steps=Number("Value", read=steps_in),
    of_each_day="UpdateTime",
)
