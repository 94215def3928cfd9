"""Health Auto Export as JSON: the metric step_count by minute, hour or day, with its offset.

From the app's own description of its files.
"""

from typing import Any

from stride.errors import EmptyData
from stride.formats.layout import Blob, Count, Head, Local, ReadOptions, Spans, empty, sign
from stride.formats.steps.bins import whole_days
from stride.formats.table.json import json_of, objects
from stride.formats.table.json_as_text import table_of


@sign("data with metrics or workouts")
def metrics(head: Head) -> bool:
    """Whether the first object is the app's."""
    text = "".join(head.text[:2000].split())
    return text.startswith('{"data":{') and ('"metrics":[' in text or '"workouts":[' in text)


def rows(blob: Blob, options: ReadOptions) -> Blob:
    """The entries of the metric of steps."""
    whole = json_of(blob, options)
    data: Any = whole.get("data") if isinstance(whole, dict) else None
    every = objects(data.get("metrics") if isinstance(data, dict) else None)
    steps = [metric for metric in every if metric.get("name") == "step_count"]
    if not steps:
        raise EmptyData(f"{blob.name} holds no steps.", "Export it with Step Count chosen.")
    entries = [entry for metric in steps for entry in objects(metric.get("data"))]
    if not entries:
        raise empty(blob)
    return table_of(blob, entries, ("date", "qty"))


FORMAT = Spans(
    id="apple-health-auto-export-json",
    title="Health Auto Export app as JSON (Apple Health)",
    header='{"data":{"metrics":[{"name":"step_count","data":[{"qty":12,"date":"…"}]}]}}',
    device="Apple Health",
    sure=metrics,
    content=rows,
    start=Local("date"),
    steps=Count("qty"),
    days=whole_days,
    kind="json",
    family="apple-health",
    rank=2,
)
