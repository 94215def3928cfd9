"""Points of a track with their times to the seconds in which the person moved at walking speed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stride.formats.late import np

if TYPE_CHECKING:
    from stride.types import F64

EARTH_M = 6_371_000.0
#: Speeds of walking, m/s: slower is standing about with a position that wanders, faster is running
#: (Bohannon and Williams Andrews 2011: gait of adults 0.9 to 1.4; hikers uphill are slower).
SLOWEST_M_S, FASTEST_M_S = 0.5, 2.5
#: A track of no known kind is a walk when its median speed in motion lies between these.
WALK_FROM_M_S, WALK_TO_M_S = 0.6, 2.1
LONGEST_GAP_S = 120.0  # between two points; more is a pause, or a signal lost


@dataclass(slots=True)
class Track:
    """One recorded track. kind: as the file names it. times: (n,) texts as written.

    lat, lon: (n,) degrees, NaN where a point has no position. distance_m: (n,) since the start,
    NaN where unsaid. cadence_spm: (n,) steps a minute, NaN where unsaid. steps: of the whole track.
    """

    kind: str = ""
    times: list[str] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    distance_m: list[float] = field(default_factory=list)
    cadence_spm: list[float] = field(default_factory=list)
    steps: float | None = None

    def add(self, time: str, lat: float, lon: float, distance: float, cadence: float) -> None:
        """One more point."""
        self.times.append(time)
        self.lat.append(lat)
        self.lon.append(lon)
        self.distance_m.append(distance)
        self.cadence_spm.append(cadence)


def speeds_m_s(track: Track, time_s: F64) -> F64:
    """The speed between each point and the next, (n - 1,); NaN across a pause.

    time_s: (n,) seconds. The distance that the file gives goes before that of the positions.
    """
    gap = np.diff(time_s)
    lat, lon = np.radians(track.lat), np.radians(track.lon)
    half = np.sin(np.diff(lat) / 2) ** 2
    half += np.cos(lat[1:]) * np.cos(lat[:-1]) * np.sin(np.diff(lon) / 2) ** 2
    far = 2.0 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    stated_m = np.diff(np.array(track.distance_m))
    far = np.where(np.isnan(stated_m), far, stated_m)
    usable = (gap > 0) & (gap <= LONGEST_GAP_S)
    return np.where(usable, far / np.maximum(gap, 1e-9), np.nan)


def median_speed_m_s(speed: F64, gap_s: F64) -> float:
    """The median speed of the time in motion, NaN where there is none. Both (n,)."""
    moving = np.nan_to_num(speed) >= SLOWEST_M_S
    if not moving.any():
        return float("nan")
    order = np.argsort(speed[moving])
    spent = np.cumsum(gap_s[moving][order])
    return float(speed[moving][order][np.searchsorted(spent, spent[-1] / 2)])
