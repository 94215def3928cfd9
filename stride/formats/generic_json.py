"""A list of objects with a date and the steps of that day, as scripts and small apps write it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.common.days import dates_of
from stride.formats.common.jsonfile import count_of, json_of, objects
from stride.formats.common.model import Format, no, possible
from stride.formats.common.stepnames import find_places, is_date_only
from stride.formats.common.steps import DayRows, Origin, day_totals

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.formats.common.stepnames import Places
    from stride.types import Intervals

_FIRST = re.compile(r"\[\s*(\{[^{}\[\]]*\})")


def _places(entry: Any) -> Places | None:
    if not isinstance(entry, dict):
        return None
    found = find_places(list(entry), [str(value) for value in entry.values()])
    return found if found and is_date_only(str(entry[found.time])) else None


def recognise(head: Head) -> Verdict:
    """Possible by a first object with a date and steps."""
    match = _FIRST.search(head.text[:4000])
    try:
        places = _places(json.loads(match[1])) if match else None
    except ValueError:
        places = None
    if places is None or places.clock or places.end:
        return no("no list of objects with a date and steps")
    return possible(f"objects with {places.time} and {places.steps}")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals; a day that stands there twice keeps its later object."""
    found = json_of(blob, options)
    lists = [found] if isinstance(found, list) else _lists(found)
    entries = next((list(objects(each)) for each in lists if any(map(_places, objects(each)))), [])
    places = next((places for places in map(_places, entries) if places), None)
    if places is None:
        raise DataError(
            f"{blob.name} has no list of days with their steps.", "Export it as CSV from the app."
        )
    days, texts = DayRows(), []
    for number, entry in enumerate(entries, 1):
        texts.append(str(entry.get(places.time, "")))
        days.steps.append(count_of(entry.get(places.steps), f"Object {number}, “{places.steps}”"))
    days.line, days.walking_s = list(range(1, len(texts) + 1)), [None] * len(texts)
    days.dates = dates_of(texts, days.line, options)
    return day_totals(Origin(blob, options, FORMAT.id), days)


def _lists(found: Any) -> list[Any]:
    return [value for value in found.values() if isinstance(value, list)] if found else []


FORMAT = Format(
    id="generic-json",
    title="Steps by the day as JSON: objects with a date and a count",
    header='[{"date":"2024-05-31","steps":8000}]',
    recognise=recognise,
    read=read,
    kind="json",
)
