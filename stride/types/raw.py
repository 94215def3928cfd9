"""From a file to minutes: what formats, signal, classify and the write side of store exchange.

numpy appears in annotations only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    F32 = NDArray[np.float32]
    F64 = NDArray[np.float64]
    I64 = NDArray[np.int64]
    I16 = NDArray[np.int16]
    I8 = NDArray[np.int8]
    U8 = NDArray[np.uint8]
    Bool = NDArray[np.bool_]


class Activity(IntEnum):
    """What a second was spent on. ``sit_lie``: thigh flat, no evidence which of the two.

    ``still`` and ``moving`` are all that a wrist or a phone can say besides the gaits.
    """

    UNKNOWN = 0
    WALKING = 1
    STAIRS = 2
    RUNNING = 3
    CYCLING = 4
    STANDING = 5
    SITTING = 6
    LYING = 7
    SIT_LIE = 8
    STILL = 9
    MOVING = 10


ACTIVITIES = tuple(activity.name.lower() for activity in Activity)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a recording or a table of steps came from.

    tz_rule: how the local time was decided: ``row`` (an offset in the file), ``option``,
    ``vendor``, ``configured`` or ``computer``.
    """

    path: str
    sha256: str
    size_bytes: int
    format_id: str
    device: str = ""
    placement: str = ""  # what the file itself says, or "" when it does not
    worn_at: tuple[str, ...] = ()  # where such a device can be worn; () where it may be a phone
    tz: str = ""
    tz_rule: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of raw samples in file order.

    t_utc_s: (n,) seconds since the epoch, UTC. acc_g: (n, 3) in g, gravity included where the
    file has it. back_g: (n, 3), only for recordings of thigh and back (acc_g is then the thigh).
    """

    t_utc_s: F64
    acc_g: F32
    back_g: F32 | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A file of raw acceleration, opened but not yet read.

    chunks: called once or more, each time from the start of the file.
    gravity: ``yes``, ``no`` or ``unclear``; posture is refused unless ``yes``.
    offset_min_at: UTC offsets in minutes, (n,) i16, for instants (n,) in seconds since the epoch.
    rate_hz: as stated in the file, 0 when it is not.
    sorted_chunks: like chunks, by a slower way that puts recordings in one file in order of time
    where chunks runs backwards; None where there is no such way.
    notes: filled while reading (warnings, counts); read it after the last chunk.
    """

    source: Source
    chunks: Callable[[], Iterator[Chunk]]
    offset_min_at: Callable[[I64], I16]
    gravity: str = "yes"
    unit_rule: str = ""
    rate_hz: float = 0.0
    notes: ReadNotes = field(default_factory=lambda: ReadNotes())
    sorted_chunks: Callable[[], Iterator[Chunk]] | None = None


class Finding(NamedTuple):
    """One thing that an import was held against. check: its name. ok: whether it held."""

    check: str
    ok: bool
    text: str


@dataclass(slots=True)
class ReadNotes:
    """What a reader noticed. The one mutable type: it grows while chunks are being read.

    refused: files of the same export that could not be used, each as (name, message, hint).
    rows_to_come: of those skipped, rows dated after tomorrow by the clock of this computer.
    warmth: (t_utc_s (k,), temperature_c (k,)) as the sensor measured it beside the samples.
    audit: what the rows were held against. columns_unread: columns of numbers left alone, None
    where nobody knows. sources: steps of each source inside the file, where it names several.
    """

    rows: int = 0
    rows_skipped: int = 0
    warnings: list[str] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    rows_to_come: int = 0
    warmth: list[tuple[F64, F32]] = field(default_factory=list)
    audit: list[Finding] = field(default_factory=list)
    columns_unread: tuple[str, ...] | None = None
    sources: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A vendor's total for one local day: an estimate, used only where nothing better is."""

    date: date
    steps: float
    walking_s: float | None = None  # the vendor's own walking duration, if it gives one


@dataclass(frozen=True, slots=True)
class Intervals:
    """An export that holds steps already.

    start_utc_s, end_utc_s: (n,) f64, end after start, not overlapping within one device.
    utc_offset_min: (n,) i16. steps: (n,) f64. walking_s: (n,) f64, NaN where the vendor gives none.
    grade: C when bins are a minute or shorter, or records end within 2.5 minutes, else D.
    """

    source: Source
    start_utc_s: F64
    end_utc_s: F64
    utc_offset_min: I16
    steps: F64
    walking_s: F64
    grade: str = "C"
    day_totals: tuple[DayTotal, ...] = ()
    notes: ReadNotes = field(default_factory=ReadNotes)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Autocalibration: calibrated = (raw - offset_g) * scale, per axis."""

    offset_g: tuple[float, float, float] = (0.0, 0.0, 0.0)
    scale: tuple[float, float, float] = (1.0, 1.0, 1.0)
    error_before_mg: float | None = None
    error_after_mg: float | None = None
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Seconds:
    """One value a second from ``t0_utc_s`` on; seconds of a hole are unknown and not worn.

    activity: (n,) i8 of Activity. confidence: (n,) f32, 0 to 1, calibrated.
    steps: (n,) u8, whole steps. cadence_spm: (n,) f32, steps per minute, 0 outside gait.
    wear: (n,) bool. doubt: (n,) f32, of walking the probability of anything else, else 0.
    unclear: (n,) bool, looks like walking by itself, in a stretch that is none.
    """

    t0_utc_s: int
    activity: I8
    confidence: F32
    steps: U8
    cadence_spm: F32
    wear: Bool
    doubt: F32
    unclear: Bool


@dataclass(frozen=True, slots=True)
class Bouts:
    """Walking bouts; a break above 3 s ends one.

    start_utc_s (n,) i64, duration_s (n,) i64, walking_s (n,) i64, steps (n,) i64,
    cadence_spm (n,) f64, the mean.
    """

    start_utc_s: I64
    duration_s: I64
    walking_s: I64
    steps: I64
    cadence_spm: F64


@dataclass(frozen=True, slots=True)
class Grid:
    """A stretch of a prepared recording on the regular grid, calibrated.

    t0_utc_s: first second. rate_hz: samples a second, the same for every recording.
    acc_g: (m, 3), or (m, 6) with the back behind the thigh. valid: (m // rate_hz,) per second;
    the samples of a hole repeat the last known mean and mean nothing.
    """

    t0_utc_s: int
    rate_hz: int
    acc_g: F32
    valid: Bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A recording on one grid, spooled to a file so that memory stays flat.

    grid_path: raw float32, (seconds * grid_hz, channels), before calibration.
    channels: 3, or 6 for thigh and back. valid, wear: (seconds,) bool; a second of a hole is
    neither. calibration: of the first sensor; back_calibration: of the second.
    rate_hz: of the recording itself, (n - 1) / span over its gap-free runs.
    placement: what the file itself says, or "". worn_at: where such a device can be worn.
    """

    grid_path: Path
    t0_utc_s: int
    seconds: int
    channels: int
    grid_hz: int
    valid: Bool
    wear: Bool
    rate_hz: float
    calibration: Calibration
    back_calibration: Calibration | None = None
    gravity: str = "yes"
    placement: str = ""
    warnings: tuple[str, ...] = ()
    worn_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classified:
    """What the classifier made of a recording, second by second, and how sure it is.

    placement_rule: ``option``, ``file``, ``found`` or ``assumed``. placement_confidence: 0 to 1.
    axes_found: whether the person's own upright was found; None where posture is not claimed.
    may_be_phone: whether the device can be anything, and was not said to be worn.
    """

    seconds: Seconds
    bouts: Bouts
    placement: str
    placement_rule: str
    placement_confidence: float
    model_id: str
    axes_found: bool | None
    calibration: Calibration
    rate_hz: float
    warnings: tuple[str, ...] = ()
    may_be_phone: bool = True

    @property
    def unclear_s(self) -> int:
        """Seconds that look like walking by themselves, in stretches that are no walk."""
        return int(self.seconds.unclear.sum())


#: The columns of seconds in a minute, in the order of the table ``minute``.
SECONDS_COLUMNS = (
    "walking_s",
    "stairs_s",
    "running_s",
    "cycling_s",
    "standing_s",
    "sitting_s",
    "lying_s",
    "sit_lie_s",
    "still_s",
    "moving_s",
    "unknown_s",
    "wear_s",
    "slow_s",
    "moderate_s",
    "brisk_s",
    "doubt_s",
    "unclear_s",
)


@dataclass(frozen=True, slots=True)
class MinuteTable:
    """What one import contributes, a row a minute, sorted by minute, no minute twice.

    minute_utc: (n,) i64, minutes since the epoch, UTC. utc_offset_min: (n,) i16.
    steps: (n,) f64 (fractions arise where a bin is spread over its minutes).
    walking_s is the headline and holds the stairs too (HUNT counts them); stairs_s is that part.
    doubt_s is the part of walking_s that is in doubt, by the probability of anything else;
    unclear_s those that look like walking by themselves, in stretches that are none.
    seconds: column of SECONDS_COLUMNS -> (n,) f64. Of a steps-only import only ``walking_s`` is
    there, NaN where walking must be worked out from the steps; its minutes without steps are left
    out, because a zero in such a file is no evidence that the device was worn.
    grade: one letter for all rows. bin_start: (n,) i64, the minute in which the bin began that a
    row was spread from; None where every row is a minute of its own.
    """

    minute_utc: I64
    utc_offset_min: I16
    steps: F64
    seconds: dict[str, F64]
    grade: str
    bouts: Bouts | None = None
    day_totals: tuple[DayTotal, ...] = ()
    bin_start: I64 | None = None
