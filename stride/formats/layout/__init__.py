"""The vocabulary in which the layouts of exports are declared, and the drivers that read them."""

from stride.formats.find.blob import Blob, Origin, empty
from stride.formats.find.head import Head
from stride.formats.layout.base import (
    PHONE,
    STRAPPED_ON,
    WATCH,
    Coded,
    Layout,
    Match,
    Refusal,
    TableFile,
    Verdict,
    likely,
    no,
    possible,
    sure,
)
from stride.formats.layout.columns import Count, Local, OffsetText, Utc, Wall
from stride.formats.layout.days import Day, Days, Midnight, Number, YearMonthDay, two_columns
from stride.formats.layout.own_table import OwnTable
from stride.formats.layout.rivals import MostSteps, OneAMinute, Overlapping, Person
from stride.formats.layout.samples import At, Elapsed, Epoch, Rate, Samples, Text
from stride.formats.layout.signs import (
    Sign,
    all_lines,
    begins,
    cells,
    exactly,
    first_line,
    has,
    holds,
    named,
    sign,
)
from stride.formats.layout.spans import Spans
from stride.formats.layout.walks import Walks
from stride.formats.options import ReadOptions
from stride.formats.steps.activities import ActivityColumns
from stride.types import Intervals, Recording

__all__ = [
    "PHONE", "STRAPPED_ON", "WATCH", "ActivityColumns", "At", "Blob", "Coded", "Count", "Day",
    "Days", "Elapsed", "Epoch", "Head", "Intervals", "Layout", "Local", "Match", "Midnight",
    "MostSteps", "Number", "OffsetText", "OneAMinute", "Origin", "Overlapping", "OwnTable",
    "Person", "Rate", "ReadOptions", "Recording", "Refusal", "Samples", "Sign",
    "Spans", "TableFile", "Text", "Utc", "Verdict", "Walks", "Wall", "YearMonthDay", "all_lines",
    "begins", "cells", "empty", "exactly", "first_line", "has", "holds", "likely", "named", "no",
    "possible", "sign", "sure", "two_columns",
]  # fmt: skip
