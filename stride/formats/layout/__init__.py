"""The vocabulary in which the layouts of exports are declared, and the drivers that read them."""

from stride.formats.layout.base import AnyLayout, Format, Layout
from stride.formats.layout.refusal import Refusal
from stride.formats.layout.samples import (
    At,
    Elapsed,
    Epoch,
    JsonSamples,
    Rate,
    SampleFile,
    Samples,
    Text,
)
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
from stride.formats.layout.verdict import Match, Verdict, likely, no, possible, sure

__all__ = [
    "AnyLayout",
    "At",
    "Elapsed",
    "Epoch",
    "Format",
    "JsonSamples",
    "Layout",
    "Match",
    "Rate",
    "Refusal",
    "SampleFile",
    "Samples",
    "Sign",
    "Text",
    "Verdict",
    "all_lines",
    "begins",
    "cells",
    "exactly",
    "first_line",
    "has",
    "holds",
    "likely",
    "named",
    "no",
    "possible",
    "sign",
    "sure",
]
