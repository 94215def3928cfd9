"""Layouts that are known and of no use, to a refusal that says what to import instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NoReturn

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.layout.base import Layout
from stride.formats.options import ReadOptions


@dataclass(frozen=True, kw_only=True)
class Refusal(Layout):
    """A layout that is recognised only to say why it cannot help.

    why: the sentence behind the name of the file. instead: what to do.
    """

    why: str
    instead: str
    useful: ClassVar[bool] = False

    def read(self, blob: Blob, options: ReadOptions) -> NoReturn:
        """Always the refusal."""
        raise DataError(f"{blob.name} {self.why}", self.instead)
