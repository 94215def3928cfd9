"""Health Connect by MyDataHelps: step records of all apps as CSV, times with their offset.

Known of it are StartTime with an offset and the app's package in each row; the other columns are
found by their names, in any order.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from stride.formats.layout import Count, Local, Overlapping, Person, Sign, Spans, TableFile

START, END, COUNT, APP = (
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^start_?time$",
        r"^end_?time$",
        r"^(count|steps|step_?count)$",
        r"^(data_?)?origin(_?package(_?name)?)?$|package(_?name)?$",
    )
)
PERSON = re.compile(r"^participant_?(identifier|id)$", re.IGNORECASE)


def named(names: Sequence[str], pattern: re.Pattern[str]) -> str:
    """The first column that a pattern takes, "" where there is none."""
    return next(filter(pattern.search, names), "")


def placed(file: TableFile, layout: Spans) -> Spans:
    """The columns by their names."""
    start, end, count, app, person = (
        named(file.dialect.names, pattern) for pattern in (START, END, COUNT, APP, PERSON)
    )
    return replace(
        layout,
        start=Local(start or "StartTime"),
        end=Local(end or "EndTime"),
        steps=Count(count or "Count"),
        rivals=Overlapping(app, "record", "app") if app else None,
        person=Person(person) if person else None,
    )


RECORD = Sign(
    lambda head: all(named(head.columns, pattern) for pattern in (START, END, COUNT, APP)),
    "columns StartTime, EndTime, a count and the app's package",
)

FORMAT = Spans(
    id="health-connect-csv",
    title="Health Connect by MyDataHelps: steps as CSV",
    header="ParticipantIdentifier,StartTime,EndTime,Count,DataOriginPackageName",
    device="Health Connect",
    sure=RECORD & Sign(lambda head: bool(named(head.columns, PERSON)), "a participant"),
    likely=RECORD,
    start=Local("StartTime"),
    end=Local("EndTime"),
    steps=Count("Count"),
    adapt=placed,
    family="health-connect-csv",
)
