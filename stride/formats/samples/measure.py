"""First minutes of a recording to what they tell: gravity, unit and rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.options import Question

if TYPE_CHECKING:
    from stride.types import F32, F64

STANDARD_GRAVITY_MS2 = 9.80665
G_PER_UNIT = {"g": 1.0, "m/s2": 1 / STANDARD_GRAVITY_MS2, "mg": 1e-3}
#: Norm of the mean vector of 5-second blocks that is gravity (measured on public recordings:
#: files with gravity 0.92-1.14 g, without 0.01-0.02 g, hard cases 0.56-0.70 g).
REST_BLOCK_S = 5.0
GRAVITY_YES_G = 0.7
GRAVITY_NO_G = 0.4
GRAVITY_MOST_G = 1.4
UNITS = tuple({"unit": unit} for unit in G_PER_UNIT)  # answers to the question for it
IMPOSSIBLE_G = 3.0  # nobody is pressed that hard for five seconds
COUNTS_PER_G = (64.0, 16384.0)  # of 8 bits over 4 g, and of 16 bits over 4 g
COUNTS_TOLERANCE = 0.1  # of cheap sensors that were never calibrated
LOWEST_RATE_HZ = 5.0  # a step takes half a second; below this its swing cannot be seen
LOW_RATE_HZ = 10.0
LONG_STEP_S = 2.0  # a longer step between samples is a gap
#: Stamps shared for shorter are smoothed with the grid; for longer, nobody knows when steps fell.
SHORTEST_BURST_S, LONGEST_BURST_S = 0.9, 30.0
LONGEST_S = 4e9  # between two stamps; more is damage


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the accelerations of a layout.

    unit: ``g``, ``m/s2``, ``mg``, or None where only the values tell; unit_from: who said so.
    per_g: counts in a g, and zero that of none. gravity: ``yes``, ``no``, or None: it is measured.
    milliseconds: a column beside the time. only: column -> the text of the rows of the sensor.
    """

    unit: str | None = None
    unit_from: str = "the format"
    per_g: float | None = None
    zero: float = 0.0
    gravity: str | None = None
    rate_hz: float = 0.0
    device: str = ""
    placement: str = ""
    milliseconds: str = ""
    only: tuple[str, str] | None = None
    warnings: tuple[str, ...] = ()


def bursts(t: F64) -> float:
    """Seconds between the stamps that many samples share, 0 where most have their own.

    t: sorted. Stamps of whole seconds, and packets that carry one stamp each.
    """
    starts = np.flatnonzero(np.diff(t, prepend=np.nan) != 0)
    if len(starts) < 3 or len(t) < 4 * len(starts):
        return 0.0
    usual = float(np.median(np.diff(t[starts])))
    return usual if SHORTEST_BURST_S <= usual <= LONGEST_BURST_S else 0.0


def rate(t: F64, steps: F64, burst_s: float = 0.0) -> float:
    """Samples a second, gaps and jumps left out; (n - 1) / span, as stamps may repeat."""
    if len(steps) < 2:
        return 0.0
    if burst_s:
        return len(t) / (burst_s * (1 + float((steps > 0).sum())))
    if float((steps > LONG_STEP_S).mean()) > 0.5:
        return 1.0 / float(sorted(steps)[len(steps) // 2])
    good = (steps >= 0) & (steps <= LONG_STEP_S)
    span = float(steps[good].sum())
    return float(good.sum()) / span if span > 0 else 0.0


def resting_norm(t: F64, acc: F32) -> float:
    """Median norm of the mean vectors of 5-second blocks, in the unit of the file."""
    index = np.floor(np.clip(t - t[0], -LONGEST_S, LONGEST_S) / REST_BLOCK_S).astype(np.int64)
    starts = np.flatnonzero(np.diff(index, prepend=index[0] - 1) != 0)
    sums = np.add.reduceat(acc.astype(np.float64), starts, axis=0)
    counts = np.diff(np.append(starts, len(t)))
    full = counts >= 0.5 * np.median(counts)
    means = sums[full] / counts[full, None]
    return float(np.median(np.sqrt((means**2).sum(axis=1))))


def counts_per_g(norm: float, acc: F32) -> float | None:
    """Counts in a g, where whole numbers have a resting norm near a power of two; else None.

    norm: of 5-second means. The converters of sensors have 2^n counts a g.
    """
    if not COUNTS_PER_G[0] * 0.9 < norm < COUNTS_PER_G[1] * 1.1 or (acc % 1 != 0).any():
        return None
    power = float(2 ** round(float(np.log2(norm))))
    return power if abs(norm / power - 1) < COUNTS_TOLERANCE else None


def gravity_of(norm_g: float) -> str:
    """``yes``, ``no`` or ``unclear``, by the norm of 5-second means in g."""
    if norm_g < GRAVITY_NO_G:
        return "no"
    return "unclear" if norm_g < GRAVITY_YES_G else "yes"


def check_rate(rate_hz: float, name: str) -> None:
    """Raises DataError for a rate at which steps cannot be seen."""
    if 0 < rate_hz < LOWEST_RATE_HZ:
        raise DataError(
            f"{name} holds {rate_hz:.2g} samples a second, too few to see steps.",
            f"Record with at least {LOW_RATE_HZ:.0f} samples a second; 25 or 50 are best.",
        )


def unit_of_values(
    layout: Known, norm: float, counts: float | None, asked: str | None, name: str
) -> tuple[str, float, str]:
    """(unit, units in one g, who said so).

    norm: of 5-second means; counts: in a g, where the values look like such; asked: ``--unit``;
    name: the file, for questions. Raises DataError where nothing tells.
    """
    if layout.per_g is not None:
        return f"1/{layout.per_g:g} g", layout.per_g, layout.unit_from
    if asked:
        return asked, 1 / G_PER_UNIT[asked], "--unit"
    if layout.unit:
        per_g = 1 / G_PER_UNIT[layout.unit]
        if norm / per_g <= IMPOSSIBLE_G:
            return layout.unit, per_g, layout.unit_from
        if counts is None:
            raise Question(
                f"{name}: {layout.unit_from} says {layout.unit}, but then 5-second means would be "
                f"{norm / per_g:.1f} g.",
                "Say the true unit: --unit g, --unit m/s2 or --unit mg.",
                *UNITS,
            )
    for unit, g in G_PER_UNIT.items():
        if not layout.unit and GRAVITY_YES_G <= norm * g <= GRAVITY_MOST_G:
            return unit, 1 / g, f"its values (5-second means of {norm:.3g} are gravity)"
    if counts is not None:
        return f"1/{counts:g} g", counts, f"its values (whole numbers, {norm:.0f} at rest)"
    raise Question(
        f"{name} does not name the unit of its accelerations, and 5-second means of "
        f"{norm:.3g} are not gravity in g, m/s2 or mg.",
        "Say the unit: --unit g, --unit m/s2 or --unit mg.",
        *UNITS,
    )
