"""Rows as JSON, as scripts and small apps write them: read as the same rows in CSV are."""

import re

from stride.errors import DataError
from stride.formats.column_words import DURATION, END, KIND, MOVING, START, STEPS, plain
from stride.formats.guess.steps import VALUE
from stride.formats.layout import Coded, Head, Intervals, Origin, Verdict, no, possible
from stride.formats.table.json_as_text import tables

_KEY = re.compile(r'"([^"\\\n]{1,60})"\s*:')
_DATE = re.compile(r'"\d{4}[-/.]\d\d?[-/.]\d\d?|"\d\d?[./-]\d\d?[./-]\d{4}|:\s*"?1\d{9}(\d{3})?\b')


def recognise(head: Head) -> Verdict:
    """Possible by a time and a key for steps, for a value, or for an activity and its time."""
    keys = {plain(key): key for key in _KEY.findall(head.text)}
    if not _DATE.search(head.text):
        return no("no date in it")
    steps = next((key for name, key in keys.items() if STEPS.match(name)), "")
    if steps:
        return possible(f"objects with a date and {steps}")
    if any(VALUE.match(name) for name in keys) and keys.keys() & {"date", "day", "datum"}:
        return possible("objects with a date and a value")
    values = any(VALUE.match(name) for name in keys)
    if values and any(map(START.match, keys)) and any(map(END.match, keys)):
        return possible("objects with a start, an end and a count")
    if any(KIND.search(name) for name in keys) and any(
        DURATION.search(name) or MOVING.search(name) for name in keys
    ):
        return possible("objects with a kind of activity and a duration")
    return no("no objects with a date and steps")


def read(origin: Origin) -> Intervals:
    """Refuses: a file whose rows are known is read as the table they are."""
    raise DataError(
        f"{origin.blob.name} has no list of days or times with their steps.",
        "Export it as CSV from the app, with a date and the steps in each row.",
    )


FORMAT = Coded(
    id="generic-json",
    title="Steps or activities as JSON: rows that stride reads as CSV",
    header='[{"date":"2024-05-31","steps":8000}]',
    tells=recognise,
    reads=read,
    generic=True,
    kind="json",
    tables=tables,
)
