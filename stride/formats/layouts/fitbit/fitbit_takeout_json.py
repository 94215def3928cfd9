"""Fitbit in Google Takeout, steps-*.json: minutes in US order, two-digit year, no zone (UTC)."""

import json
import re

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import Coded, Head, Intervals, Origin, Verdict, empty, likely, no, sure
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows
from stride.formats.table.rows import whole_text
from stride.formats.time.column import read_times
from stride.formats.time.zones import utc_instants
from stride.types import ReadNotes

MAX_BYTES = 256 << 20
_ENTRY = re.compile(r'^\s*\[\s*\{\s*"dateTime"\s*:\s*"\d\d/\d\d/\d\d \d\d:\d\d:\d\d"\s*,\s*"value"')
_OTHERS = re.compile(r"calor|dist|altitude|heart|sleep|floor|elev|minutes|weight", re.IGNORECASE)


def recognise(head: Head) -> Verdict:
    """Sure by the first entry and the name, because calories and distance look the same."""
    if not _ENTRY.match(head.text):
        return no("not a list of dateTime and value")
    if "steps" in head.basename.lower():
        return sure("dateTime and value, and steps in the name")
    if _OTHERS.search(head.basename) or '"value":{' in head.text.replace(" ", ""):
        return no("dateTime and value of something else, by the name")
    return likely("dateTime and value; the name does not say of what")


def read(origin: Origin) -> Intervals:
    """Steps by the minute, read as UTC: that agrees with the app's own days."""
    blob, options = origin.blob, origin.options
    try:
        entries = json.loads(whole_text(blob, options, MAX_BYTES))
        texts = [str(entry["dateTime"]) for entry in entries]
        steps = np.array([float(entry["value"]) for entry in entries])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DataError(
            f"{blob.name} is not the list of dateTime and value that Fitbit writes.",
            "Download the export again; the file may be cut short.",
        ) from error
    if not texts:
        raise empty(blob)
    times = read_times(texts, range(1, len(texts) + 1), "mdy")
    utc, offset, zone = utc_instants(times.local_s, options)
    notes = ReadNotes(rows=len(texts))
    notes.warnings.append("Fitbit's JSON does not name its zone; its times are read as UTC.")
    rows = step_rows(utc, utc + 60.0, offset, steps)
    return intervals(origin, rows, zone, notes)


FORMAT = Coded(
    id="fitbit-takeout-json",
    title="Fitbit in Google Takeout: steps-*.json",
    header='[{"dateTime":"06/10/26 16:39:00","value":"0"}',
    device="Fitbit",
    tells=recognise,
    reads=read,
    kind="json",
    family="fitbit",
    rank=1,
)
