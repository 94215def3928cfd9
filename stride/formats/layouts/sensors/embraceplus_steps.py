"""EmbracePlus steps, raw or by the minute: a missing minute is missing, not zero."""

from dataclasses import replace

from stride.errors import DataError
from stride.formats.layout import WATCH, Count, Sign, Spans, TableFile, Utc, exactly, has


def columns(file: TableFile, layout: Spans) -> Spans:
    """The columns of one kind of file: that of the steps is called after the measure."""
    steps = next((name for name in file.dialect.names if "step" in name.lower()), None)
    if steps is None:
        raise DataError(
            f"{file.name} has no column of steps.",
            "Import the file that ends in _step-counts.csv.",
        )
    return replace(layout, steps=Count(steps))


FORMAT = Spans(
    id="embraceplus-steps",
    worn_at=WATCH,
    title="Empatica EmbracePlus: steps",
    header="unix_timestamp,steps",
    device="EmbracePlus",
    sure=exactly("unix_timestamp,steps")
    | has("timestamp_unix", "participant_full_id")
    & Sign(lambda head: any("step" in key for key in head.keys), "a column of steps"),
    start=Utc("unix_timestamp", "timestamp_unix", stamps=True),
    steps=Count("steps"),
    adapt=columns,
    missing="missing_value_reason",
)
