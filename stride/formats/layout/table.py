"""Tables of steps as declarations: what those of days and of finer rows have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.layout.base import Layout
from stride.formats.options import ReadOptions
from stride.formats.table.dialect import Dialect, dialect_of
from stride.types import Intervals


@dataclass(frozen=True)
class StepFile:
    """A file with steps, and how its table is written."""

    blob: Blob
    options: ReadOptions
    dialect: Dialect


@dataclass(frozen=True, kw_only=True)
class StepTable(Layout):
    """A table of steps.

    table: how a file is written, by its head. adapt: for files that differ, this layout as it is
    for one of them.
    """

    table: Callable[[Head], Dialect] = dialect_of
    adapt: Callable[[StepFile, Any], Any] | None = None

    def read(self, blob: Blob, options: ReadOptions) -> Intervals:
        """The steps of a file."""
        file = StepFile(blob, options, self.table(blob.head))
        layout: StepTable = self.adapt(file, self) if self.adapt else self
        return layout.read_file(file)

    def read_file(self, file: StepFile) -> Intervals:
        """The same, of one file that the layout is adapted to."""
        raise NotImplementedError
