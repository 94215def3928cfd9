"""Lists of recorded activities as declarations, and their driver: of them the walks count."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.layout.base import Layout
from stride.formats.options import ReadOptions
from stride.formats.steps.activities import ActivityColumns, read_activities
from stride.formats.table.dialect import Dialect, dialect_of
from stride.types import Intervals

#: The columns that a list may do without.
OPTIONAL = ("end", "clock", "steps", "offset")


@dataclass(frozen=True, kw_only=True)
class Walks(Layout):
    """A row for each activity: what it was, when it began, how long it took.

    columns: which, or what finds them by the head of a file, None where they are not there.
    missing: what to say and to do then. utc: whether times without an offset are UTC.
    """

    columns: ActivityColumns | Callable[[Head], ActivityColumns | None]
    missing: tuple[str, str] = ("has no list of activities.", "Export the file again.")
    utc: bool = False

    def read(self, blob: Blob, options: ReadOptions) -> Intervals:
        """The walks and hikes with their own duration; the others are left out."""
        if isinstance(self.columns, ActivityColumns):
            columns: ActivityColumns | None = _in_file(self.columns, dialect_of(blob.head))
        else:
            columns = self.columns(blob.head)
        if columns is None:
            raise DataError(f"{blob.name} {self.missing[0]}", self.missing[1])
        return read_activities(self.origin(blob, options), columns, utc=self.utc)


def _in_file(columns: ActivityColumns, dialect: Dialect) -> ActivityColumns:
    """The same with the names as one file writes them."""
    named = ((key, getattr(columns, key)) for key in OPTIONAL)
    optional: dict[str, Any] = {key: dialect.find(name) or "" for key, name in named if name}
    return replace(
        columns,
        kind=dialect.need(columns.kind),
        start=dialect.need(columns.start),
        durations=tuple(map(dialect.need, columns.durations)),
        lengths=tuple(name for n in columns.lengths if (name := dialect.find(n))),
        **optional,
    )
