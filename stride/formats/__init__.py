"""Exports of watches, phones and sensors to recordings and intervals: one file per format."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs more than listing the formats
if TYPE_CHECKING:
    from stride.formats.advice import save_layout
    from stride.formats.audit import to_minutes
    from stride.formats.catalogue import format_ids
    from stride.formats.explaining import explain, how_to
    from stride.formats.items import Item, discover
    from stride.formats.layout import Layout
    from stride.formats.options import ReadOptions
    from stride.formats.own import own_paths, use_layouts
    from stride.formats.reading import read
    from stride.formats.registry import all_formats

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

#: Where each lies, loaded when first asked for: completion wants only the ids.
_HOMES = {
    "advice": ("save_layout",),
    "audit": ("to_minutes",),
    "catalogue": ("format_ids",),
    "explaining": ("explain", "how_to"),
    "items": ("Item", "discover"),
    "layout": ("Layout",),
    "options": ("ReadOptions",),
    "own": ("own_paths", "use_layouts"),
    "reading": ("read",),
    "registry": ("all_formats",),
}


def __getattr__(name: str) -> object:
    """One of the names above."""
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"stride.formats.{home}"), name)
    raise AttributeError(name)
