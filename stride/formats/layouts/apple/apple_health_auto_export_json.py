"""Health Auto Export as JSON: the metric step_count by minute, hour or day, with its offset.

From the app's own description of its files.
"""

from __future__ import annotations

from typing import Any

from stride.errors import EmptyData
from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.layout import Blob, Format, Head, Intervals, ReadOptions, Verdict, no, sure
from stride.formats.steps.bins import BinnedRows, binned, parsed
from stride.formats.table.json import count_of, json_of, objects
from stride.types import ReadNotes


def recognise(head: Head) -> Verdict:
    """Sure by data with metrics that have units and quantities."""
    text = "".join(head.text[:2000].split())
    if text.startswith('{"data":{') and ('"metrics":[' in text or '"workouts":[' in text):
        return sure("data with metrics")
    return no("no data with metrics")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by bin, fractions kept."""
    found = json_of(blob, options)
    rows = _step_rows(found.get("data") if isinstance(found, dict) else None)
    if rows is None:
        raise EmptyData(f"{blob.name} holds no steps.", "Export it with Step Count chosen.")
    if not rows:
        raise empty(blob)
    lines = list(range(1, len(rows) + 1))
    times = parsed([str(row.get("date", "")) for row in rows], lines, options)
    counts = [count_of(row.get("qty"), f"Entry {n}, “qty”") for n, row in enumerate(rows, 1)]
    return binned(
        Origin(blob, options, FORMAT.id, "Apple Health"),
        BinnedRows(times, np.array(counts), np.array(lines)),
        ReadNotes(rows=len(rows)),
    )


def _step_rows(data: Any) -> list[dict[str, Any]] | None:
    """The entries of the metric of steps, None where it is not there."""
    metrics = objects(data.get("metrics") if isinstance(data, dict) else None)
    steps = [metric for metric in metrics if metric.get("name") == "step_count"]
    return [row for metric in steps for row in objects(metric.get("data"))] if steps else None


FORMAT = Format(
    id="apple-health-auto-export-json",
    title="Health Auto Export app as JSON (Apple Health)",
    header='{"data":{"metrics":[{"name":"step_count","data":[{"qty":12,"date":"…"}]}]}}',
    recognise=recognise,
    read=read,
    kind="json",
    family="apple-health",
    rank=2,
)
