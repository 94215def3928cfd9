"""A list of objects with a date and the steps of that day, as scripts and small apps write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stride.errors import DataError, EmptyData
from stride.formats.find.origin import Origin
from stride.formats.guess.steps import find_places, is_date_only, numbers_rows, one_person
from stride.formats.layout import Format, no, possible
from stride.formats.steps.day_totals import DayRows, day_totals
from stride.formats.steps.days import dates_of, fullest_days, whole_days
from stride.formats.table.json import count_of, json_of, objects
from stride.types import ReadNotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.guess.steps import Places
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

#: A day and a count as they stand in the text; what lies around them is seen in reading.
_DAY = re.compile(r'"(date|day|summary_date|datum)"\s*:\s*"\d', re.IGNORECASE)
_STEPS = re.compile(r'"(steps|total_?steps|step_?count)"\s*:\s*"?\d', re.IGNORECASE)
DEEPEST = 4  # lists of days lie this deep at most


def _places(entry: dict[str, Any]) -> Places | None:
    """The keys of the day and its steps; a time of day beside them is left aside."""
    plain = {name: str(value) for name, value in entry.items()}
    for _ in range(2):
        found = find_places(list(plain), list(plain.values()))
        if found is None or is_date_only(plain[found.time]):
            return found
        del plain[found.time]
    return None


def recognise(head: Head) -> Verdict:
    """Possible by a day and a count of steps somewhere in the head."""
    day, steps = _DAY.search(head.text), _STEPS.search(head.text)
    if day and steps:
        return possible(f"objects with {day[1]} and {steps[1]}")
    return no("no objects with a date and steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals; a day that stands there twice keeps its later object.

    Parts of days are refused.
    """
    for entries in _lists(json_of(blob, options), DEEPEST):
        places = next((found for found in map(_places, entries) if found), None)
        if places is not None:
            origin = Origin(blob, options, FORMAT.id)
            return _read(_chosen(entries, places, origin), places, origin)
    # the files of an app that stand beside an export, are no fault of it
    kind = EmptyData if blob.container else DataError
    raise kind(
        f"{blob.name} has no list of days with their steps.", "Export it as CSV from the app."
    )


def _read(entries: list[tuple[int, dict[str, Any]]], places: Places, origin: Origin) -> Intervals:
    days, texts = DayRows(), []
    for number, entry in entries:
        if entry.get(places.time) in (None, ""):
            days.skipped += 1
            continue
        texts.append(str(entry[places.time]))
        days.steps.append(count_of(entry.get(places.steps), f"Object {number}, “{places.steps}”"))
        days.line.append(number)
        days.walking_s.append(None)
    days.dates = dates_of(texts, days.line, origin.options)
    notes = ReadNotes(rows=len(entries))
    name = origin.blob.name
    days = fullest_days(days, notes) if places.origin else whole_days(days, name)
    return day_totals(origin, days, notes)


def _chosen(
    entries: list[dict[str, Any]], places: Places, origin: Origin
) -> list[tuple[int, dict[str, Any]]]:
    """The objects of one person, each with its number."""
    numbered = list(enumerate(entries, 1))
    if not places.person:
        return numbered
    people, days = (
        [str(entry.get(name, "")) for entry in entries] for name in (places.person, places.time)
    )
    if numbers_rows(places.person, people, days):
        return numbered
    person = one_person(people, origin.blob.name, origin.options.source)
    return [n for n, each in zip(numbered, people, strict=True) if person in (None, each)]


def _lists(found: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    """The lists of objects in a file, the outer ones first."""
    if isinstance(found, list) and (entries := list(objects(found))):
        yield entries
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    for value in inner if depth else ():
        yield from _lists(value, depth - 1)


FORMAT = Format(
    id="generic-json",
    title="Steps by the day as JSON: objects with a date and a count",
    header='[{"date":"2024-05-31","steps":8000}]',
    recognise=recognise,
    read=read,
    kind="json",
)
