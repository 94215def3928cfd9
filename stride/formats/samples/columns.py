"""Where the accelerations of a table stand, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stride.formats.table.dialect import Dialect
    from stride.formats.time.clock import TimeRule

#: Where the apps of phones are worn, for all that a file tells: pocket, hand and bag share a model.
PHONE = "pocket"


@dataclass(frozen=True)
class RawLayout:
    """Where the accelerations of a file stand and what is known about them.

    xyz, back: column names. add: columns whose sum with xyz is the acceleration with gravity.
    unit: ``g``, ``m/s2``, ``mg`` or None when only the values can tell; per_g: units in a g, for
    counts, and zero the count of no acceleration. unit_from: who said so. gravity: ``yes``,
    ``no`` or None.
    """

    dialect: Dialect
    time: TimeRule
    xyz: tuple[str, ...]
    back: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    unit: str | None = None
    per_g: float | None = None
    zero: float = 0.0
    unit_from: str = "the format"
    gravity: str | None = None
    rate_hz: float = 0.0
    device: str = ""
    placement: str = ""
    milliseconds: str = ""
    only: tuple[str, str] | None = None
    warnings: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[str, str]:
        """The columns to read and as what."""
        kinds = dict.fromkeys((*self.xyz, *self.back, *self.add), "f4")
        if self.milliseconds:
            kinds[self.milliseconds] = "f8"
        if self.only:
            kinds[self.only[0]] = "text"
        if self.time.date_column:
            kinds[self.time.date_column] = "text"
        if self.time.arrow_kind:
            kinds[self.time.column] = self.time.arrow_kind
        return kinds
