"""Where what is read comes from, and a sound export that holds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.errors import EmptyData
from stride.types import Source

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.options import ReadOptions
    from stride.formats.time.zones import Zone


@dataclass(frozen=True)
class Origin:
    """Where rows come from: the file, what the person said, the format, the vendor's name."""

    blob: Blob
    options: ReadOptions
    format_id: str
    device: str = ""

    def source(self, zone: Zone) -> Source:
        """As the rest of stride knows it."""
        return Source(
            path=self.blob.location or self.blob.name,
            sha256="",
            size_bytes=max(self.blob.size, 0),
            format_id=self.format_id,
            device=self.options.source or self.device,
            tz=zone.tz,
            tz_rule=zone.rule,
        )


def empty(blob: Blob) -> EmptyData:
    """For a sound export without rows."""
    return EmptyData(f"{blob.name} has no rows.", "There is nothing to import.")
