"""Actical epoch list: counts and steps of each epoch on the wall clock of the device."""

import re

from stride.errors import DataError
from stride.formats.layout import Count, Head, Spans, TableFile, Wall, sign
from stride.formats.table.dialect import Dialect, unique

_TITLE = re.compile(r"Actical\b.*(List|Epoch|Export)", re.I)


@sign("Actical's first line, and a header of epochs")
def epochs(head: Head) -> bool:
    """Whether the first line is Actical's, and columns are named below."""
    return bool(head.lines and _TITLE.search(head.lines[0])) and _header(head) is not None


def _header(head: Head) -> int | None:
    """The line in which the columns are named."""
    for place in range(len(head.lines)):
        names = [name.lower() for name in head.cells(place, ",")]
        if names and names[0].startswith("epoch") and "date" in names and "time" in names:
            return place
    return None


def table(head: Head) -> Dialect:
    """The columns of the epochs."""
    place = _header(head)
    assert place is not None
    return Dialect(unique(head.cells(place, ",")), ",", ".", place + 1, head.encoding)


def counted(file: TableFile, layout: Spans) -> Spans:
    """Refuses a file in which the device counted no steps."""
    if file.dialect.find("steps") is None:
        raise DataError(
            f"{file.name} holds Actical's counts without steps; walking cannot be worked out "
            "from counts.",
            "Export it from Actical with steps.",
        )
    return layout


FORMAT = Spans(
    id="actical",
    title="Actical: list of epochs with steps",
    header="Actical List Export File",
    device="Actical",
    sure=epochs,
    table=table,
    adapt=counted,
    only={"date": None},  # units stand below the names
    start=Wall("date", "time"),
    steps=Count("steps"),
)
