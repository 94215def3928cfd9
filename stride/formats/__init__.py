"""Exports of watches, phones and sensors to recordings and intervals: one file per format."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs more than listing the formats
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stride.formats.explaining import HowTo
    from stride.formats.items import Item
    from stride.formats.layout import Layout
    from stride.formats.options import ReadOptions
    from stride.types import Intervals, MinuteTable, Recording

__all__ = [
    "Item",
    "Layout",
    "ReadOptions",
    "all_formats",
    "discover",
    "explain",
    "format_ids",
    "how_to",
    "own_paths",
    "read",
    "save_layout",
    "to_minutes",
    "use_layouts",
]

_LATE = {"Layout": "layout", "Item": "items", "ReadOptions": "options"}


def __getattr__(name: str) -> object:
    """The three types, loaded when first asked for: completion wants only the ids."""
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(f"stride.formats.{_LATE[name]}"), name)
    raise AttributeError(name)


def discover(path: str | Path, options: ReadOptions) -> Iterator[Item]:
    """One item for each thing to import at a path: file, folder, zip, gzip, or ``-``.

    Raises DataError when nothing is there, DiskError when it cannot be opened.
    """
    from stride.formats import items

    return items.discover(path, options)


def read(item: Item, options: ReadOptions) -> Recording | Intervals:
    """What an item holds.

    Raises DataError (or the item's own error) for content that cannot be used, EmptyData for a
    sound export with nothing in it.
    """
    from stride.formats import reading

    return reading.read(item, options)


def explain(path: str | Path, options: ReadOptions) -> list[tuple[str, str, str]]:
    """(format id, verdict, why) for every format, the best first."""
    from stride.formats import explaining

    return explaining.explain(path, options)


def how_to(path: str | Path, options: ReadOptions) -> HowTo:
    """The line that imports a file, tried on its beginning, and what it would leave unread."""
    from stride.formats import explaining

    return explaining.how_to(path, options)


def format_ids() -> tuple[str, ...]:
    """The ids of all formats, sorted; none is loaded for it."""
    from stride.formats import catalogue

    return catalogue.format_ids()


def use_layouts(folder: Path | None) -> None:
    """Read the layouts of a person's folder beside stride's from now on; None: stride's alone."""
    from stride.formats import own

    own.use(folder)


def own_paths() -> dict[str, Path]:
    """{id: file} of the layouts of the person's own."""
    from stride.formats import own

    return own.paths()


def save_layout(path: str | Path, name: str, options: ReadOptions, folder: Path) -> Path:
    """Keep what ``options.columns`` says of the file at a path as a layout; its file.

    Raises UsageError where the folder has another of that name, OSError.
    """
    from stride.formats import advice, own

    return own.save(folder, advice.own_table(path, name, options))


def all_formats() -> tuple[Layout, ...]:
    """All formats, sorted by id; each has ``id``, ``title`` and ``header``."""
    from stride.formats import registry

    return registry.all_formats()


def to_minutes(intervals: Intervals) -> MinuteTable:
    """The minutes of an export of steps, each interval spread evenly over what it covers.

    Raises DataError where steps were lost or made on the way.
    """
    from stride.formats import audit
    from stride.formats.steps import minutes

    table = minutes.to_minutes(intervals)
    audit.check_kept(intervals, table)
    return table
