"""Exports of watches, phones and sensors to recordings and intervals: one file per format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stride.formats.common.model import Format, Item, ReadOptions

if TYPE_CHECKING:
    from stride.types import Intervals, MinuteTable, Recording

__all__ = [
    "Format",
    "Item",
    "ReadOptions",
    "all_formats",
    "discover",
    "explain",
    "format_ids",
    "read",
    "to_minutes",
]


def discover(path: str | Path, options: ReadOptions) -> Iterator[Item]:
    """One item for each thing to import at a path: file, folder, zip, gzip, or ``-``.

    Raises DataError when nothing is there, DiskError when it cannot be opened.
    """
    from stride.formats.common import discover as module

    return module.discover(path, options)


def read(item: Item, options: ReadOptions) -> Recording | Intervals:
    """What an item holds.

    Raises DataError (or the item's own error) for content that cannot be used, EmptyData for a
    sound export with nothing in it.
    """
    from stride.formats.common import discover as module

    return module.read(item, options)


def explain(path: str | Path, options: ReadOptions) -> list[tuple[str, str, str]]:
    """(format id, verdict, why) for every format, the best first."""
    from stride.formats.common import discover as module

    return module.explain(path, options)


def format_ids() -> tuple[str, ...]:
    """The ids of all formats, without loading any."""
    from stride.formats.common import registry

    return registry.format_ids()


def all_formats() -> tuple[Format, ...]:
    """All formats, sorted by id; each has ``id``, ``title`` and ``header``."""
    from stride.formats.common import registry

    return registry.all_formats()


def to_minutes(intervals: Intervals) -> MinuteTable:
    """The minutes of an export of steps, each interval spread evenly over what it covers."""
    from stride.formats.common import minutes

    return minutes.to_minutes(intervals)
