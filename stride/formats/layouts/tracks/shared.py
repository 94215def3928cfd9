"""What the files of recorded walks share: one family, and the bytes of a whole file."""

import re

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.options import ReadOptions
from stride.formats.track.fit import EPOCH_S, FitFile

#: Of one export: monitored days first, then recorded walks, then lists of walks, then totals.
FAMILY = "recorded"
MONITORED, RECORDED, LISTED, TOTALS = 0, 1, 2, 3

MOST_BYTES = 256 << 20
FARTHEST_OFFSET_S = 14 * 3600
QUARTER_S = 900
MAKERS = {1: "Garmin", 23: "Suunto", 32: "Wahoo", 123: "Polar", 265: "Strava", 294: "Coros"}


def whole(blob: Blob, options: ReadOptions) -> bytes:
    """The bytes of a file. Raises DataError above 256 MB."""
    with blob.open(options) as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise DataError(
            f"{blob.name} is larger than 256 MB, too large for one activity.",
            "Import the activities one by one, or the export as FIT.",
        )
    return raw


def offset_min(utc: float | None, local: float | None) -> int | None:
    """Minutes from UTC to the watch's own clock, to the quarter hour; None where it is unsaid."""
    if utc is None or local is None or abs(local - utc) > FARTHEST_OFFSET_S:
        return None
    return round((local - utc) / QUARTER_S) * QUARTER_S // 60


def device(fit: FitFile) -> str:
    """The maker of the watch, as far as its number is known."""
    first = next(iter(fit.messages), None)
    return MAKERS.get(int(first.values.get(1, 0)), "FIT") if first else "FIT"


def utc_s(fit_s: float) -> float:
    """Seconds since 1970 of FIT seconds."""
    return fit_s + EPOCH_S


def has_root(text: str, name: str) -> bool:
    """Whether the first element of an XML text has a name, whatever its namespace."""
    first = re.search(r"<([A-Za-z_][\w.:-]*)", text)
    return first is not None and first[1].rsplit(":", 1)[-1] == name
