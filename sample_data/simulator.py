"""Turns a plan of activities into accelerations and true steps, deterministic for a seed.

    python sample_data/simulator.py            writes the sample files beside this script

A body of rigid parts: each segment of the plan moves a limb (its pitch swings at the stride
frequency) and the trunk (rising and falling at the step frequency, with a short ring at each
footfall); a sensor on the limb reads gravity and movement in its own axes. It is made to exercise
stride, its tests and benchmarks; it is no substitute for people, and nothing is trained on it.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

HERE = Path(__file__).parent
GAITS = ("walking", "stairs", "running")
#: Pitch in degrees of thigh and trunk while still; 0 is upright, 90 is flat.
PITCH = {
    "walking": (4, 4),
    "stairs": (16, 10),
    "running": (8, 10),
    "cycling": (48, 28),
    "standing": (1, 3),
    "sitting": (88, 22),
    "lying": (86, 88),
    "off": (90, 90),
}
#: Standard deviation in g of the movement of each axis (along the limb, sideways, forward), and how
#: its energy is spread over the stride frequency, the step frequency, the harmonics 3 to 5, 6 to
#: 10, and what lies above. In the order of what sensors on people show.
Movement = tuple[
    tuple[float, float, float], tuple[float, ...], tuple[float, ...], tuple[float, ...]
]
MOVEMENT: dict[tuple[str, str], Movement] = {
    ("walking", "thigh"): (
        (0.40, 0.30, 0.38),
        (0.07, 0.13, 0.13, 0.45, 0.22),
        (0.07, 0.12, 0.35, 0.30, 0.16),
        (0.20, 0.22, 0.14, 0.20, 0.24),
    ),
    ("walking", "back"): (
        (0.24, 0.20, 0.17),
        (0.03, 0.33, 0.34, 0.22, 0.08),
        (0.25, 0.10, 0.17, 0.33, 0.15),
        (0.10, 0.24, 0.26, 0.28, 0.12),
    ),
    ("walking", "wrist"): (
        (0.31, 0.24, 0.24),
        (0.32, 0.40, 0.14, 0.12, 0.02),
        (0.28, 0.10, 0.38, 0.22, 0.02),
        (0.36, 0.18, 0.26, 0.17, 0.03),
    ),
    ("stairs", "thigh"): (
        (0.47, 0.31, 0.36),
        (0.22, 0.31, 0.12, 0.23, 0.12),
        (0.07, 0.09, 0.30, 0.43, 0.11),
        (0.12, 0.22, 0.22, 0.22, 0.22),
    ),
    ("stairs", "back"): (
        (0.17, 0.18, 0.19),
        (0.10, 0.47, 0.24, 0.15, 0.04),
        (0.46, 0.07, 0.21, 0.20, 0.06),
        (0.10, 0.45, 0.20, 0.15, 0.10),
    ),
    ("running", "thigh"): (
        (1.08, 0.55, 0.72),
        (0.02, 0.48, 0.20, 0.15, 0.15),
        (0.02, 0.32, 0.30, 0.25, 0.11),
        (0.17, 0.48, 0.15, 0.10, 0.10),
    ),
    ("running", "back"): (
        (0.93, 0.32, 0.34),
        (0.01, 0.83, 0.09, 0.05, 0.02),
        (0.05, 0.27, 0.28, 0.28, 0.12),
        (0.02, 0.24, 0.30, 0.30, 0.14),
    ),
    ("running", "wrist"): (
        (0.95, 0.60, 0.75),
        (0.10, 0.65, 0.15, 0.08, 0.02),
        (0.25, 0.30, 0.25, 0.15, 0.05),
        (0.20, 0.50, 0.18, 0.10, 0.02),
    ),
}
HARMONICS = ((1,), (2,), (3, 4, 5), (6, 7, 8, 9, 10), (11, 12, 13, 14, 15, 16))
CADENCE_SPM = {"walking": 110.0, "stairs": 96.0, "running": 162.0}
NOISE_G = 0.004


@dataclass(frozen=True, slots=True)
class Part:
    """One activity of a plan. cadence_spm: steps a minute, 0 for the usual one."""

    activity: str
    seconds: float
    cadence_spm: float = 0.0


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulated sensor read, and the truth.

    t_s: (n,) seconds since the start. acc_g: (n, 3). activity: (n,) text.
    step_s: instants of the true steps, in seconds since the start.
    """

    t_s: Array
    acc_g: Array
    activity: NDArray[np.str_]
    step_s: Array


def simulate(plan: Sequence[Part], placement: str, rate_hz: float, seed: int = 1) -> Simulated:
    """The reading of one sensor over a plan.

    placement: thigh, back, wrist, pocket or hand. rate_hz: samples a second. seed: of all chance.
    """
    body = np.random.default_rng(seed)  # the same for every sensor of one body
    rng = np.random.default_rng([seed, sum(placement.encode())])
    turn = rotation(rng) if placement == "pocket" else np.eye(3)
    pieces, labels, steps = [], [], []
    start = 0.0
    for part in plan:
        count = round((start + part.seconds) * rate_hz) - round(start * rate_hz)
        phase, instants = _phase(part, count, rate_hz, body)
        acc = _part(part, placement, phase, rate_hz, (rng, body))
        pieces.append(acc @ turn.T)
        labels.append(np.full(count, part.activity))
        steps.append(instants + round(start * rate_hz) / rate_hz)
        start += part.seconds
    acc = np.concatenate(pieces) + rng.normal(0, NOISE_G, (sum(map(len, labels)), 3))
    return Simulated(
        np.arange(len(acc)) / rate_hz, acc, np.concatenate(labels), np.concatenate(steps)
    )


def rotation(rng: np.random.Generator) -> Array:
    """A random (3, 3) rotation. Source: a normalised random quaternion."""
    w, x, y, z = (q := rng.normal(size=4)) / np.linalg.norm(q)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def _phase(part: Part, count: int, rate_hz: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Phase in steps (n,), and the instants of the steps; no steps outside gait."""
    t = np.arange(count) / rate_hz
    if part.activity not in GAITS:
        pedal_hz = 1.25 if part.activity == "cycling" else 0.0
        return 2 * pedal_hz * t, np.zeros(0)
    cadence_hz = (part.cadence_spm or CADENCE_SPM[part.activity]) / 60
    drift = 0.02 * np.sin(2 * np.pi * t / 23 + rng.uniform(0, 6.3))
    phase = np.cumsum(cadence_hz * (1 + drift)) / rate_hz
    whole = np.flatnonzero(np.diff(np.floor(phase), prepend=0.0) > 0)
    return phase, t[whole]


def _part(
    part: Part,
    placement: str,
    phase: Array,
    rate_hz: float,
    rngs: tuple[np.random.Generator, np.random.Generator],
) -> Array:
    rng, body = rngs
    if part.activity == "off":
        body.uniform()
        return np.tile([0.01, -0.02, 1.0], (len(phase), 1))
    if placement == "wrist" and part.activity not in GAITS:
        return _idle_wrist(part, len(phase), rate_hz, rng)
    thigh, trunk = (angle + body.normal(0, 3) for angle in PITCH[part.activity])
    base = {"thigh": thigh, "pocket": thigh, "back": trunk}.get(placement, 35.0)
    swing = 24 * np.sin(np.pi * phase) if base == thigh and part.activity == "cycling" else 0.0
    pitch = np.radians(base + swing + _sway(len(phase), rate_hz, rng))
    move = _movement(part, placement, phase, rate_hz, rng)
    x, z = move[:, 0] - np.cos(pitch), move[:, 2] - np.sin(pitch)
    if placement == "back":
        z = -z  # the sensor on the back looks the other way
    roll = rng.normal(0, 0.05) + (0.25 if part.activity == "lying" else 0)
    return np.stack([x, move[:, 1] + roll, z], axis=1)


def _movement(
    part: Part, placement: str, phase: Array, rate_hz: float, rng: np.random.Generator
) -> Array:
    """The movement of the sensor in g, (n, 3): harmonics of the stride, or shaking on a bicycle."""
    count = len(phase)
    if part.activity == "cycling":
        return _low_pass(rng.normal(0, 1, (3, count)), rate_hz / 12).T * 0.12
    if part.activity not in GAITS:
        return np.zeros((count, 3))
    limb = {"pocket": "thigh", "hand": "back"}.get(placement, placement)
    deviation, *shares = MOVEMENT[part.activity, limb]
    own = np.random.default_rng(sum((part.activity + limb).encode()))  # one gait for one limb
    strength = 1 + 0.1 * _low_pass(rng.normal(0, 1, (1, count)), rate_hz)[0]
    columns = [
        size * _harmonics(share, phase, own) for size, share in zip(deviation, shares, strict=True)
    ]
    return np.stack(columns, axis=1) * strength[:, None]


def _harmonics(shares: Sequence[float], phase: Array, rng: np.random.Generator) -> Array:
    """A periodic movement with a variance of one, its energy spread over HARMONICS as given."""
    total = np.zeros(len(phase))
    for share, harmonics in zip(shares, HARMONICS, strict=True):
        size = np.sqrt(2 * share / len(harmonics))
        for harmonic in harmonics:
            total += size * np.cos(np.pi * harmonic * phase + rng.uniform(0, 2 * np.pi))
    return total


def _sway(count: int, rate_hz: float, rng: np.random.Generator) -> Array:
    return _low_pass(rng.normal(0, 1, (1, count)), rate_hz)[0] * 0.8


def _low_pass(values: Array, width: float) -> Array:
    """Moving mean over ``width`` samples, scaled back to a standard deviation of one."""
    size = max(1, round(width))
    kernel = np.ones(size) / np.sqrt(size)
    smooth = [np.convolve(row, kernel, mode="same")[: values.shape[1]] for row in values]
    return np.stack(smooth) if values.shape[1] else values


def _idle_wrist(part: Part, count: int, rate_hz: float, rng: np.random.Generator) -> Array:
    """A hand that rests, turns now and then, and gestures: seldom asleep, more often awake."""
    every_s = 900 if part.activity == "lying" else 45
    changes = max(1, round(count / rate_hz / every_s))
    edges = np.unique(np.concatenate([[0], rng.integers(0, max(count, 1), changes), [count]]))
    acc = np.empty((count, 3))
    for first, last in pairwise(edges):
        pose = rng.normal(size=3) * [1, 1, 0.6]
        acc[first:last] = pose / np.linalg.norm(pose)
        length = min(last - first, round(rate_hz * rng.uniform(0.5, 3)))
        if part.activity != "lying" or rng.uniform() < 0.5:
            move = _low_pass(rng.normal(0, 1, (3, length)), rate_hz / 4).T
            acc[first : first + length] += move * rng.uniform(0.03, 0.25)
    return acc


def walk_day(seed: int = 7) -> list[Part]:
    """A day from midnight to midnight, 24 hours: sleep, desk, walks, a run, a shower without it."""
    rng = np.random.default_rng(seed)
    plan = [Part("lying", 7 * 3600)]

    def add(activity: str, minutes: float, cadence_spm: float = 0.0) -> None:
        plan.append(Part(activity, minutes * 60, cadence_spm))

    def pottering(minutes: float) -> None:
        left = minutes
        while left > 0:
            add("sitting", min(left, rng.uniform(8, 25)))
            add("walking", rng.uniform(0.2, 0.9), rng.uniform(88, 104))
            add("standing", rng.uniform(0.5, 4))
            left = minutes - (sum(p.seconds for p in plan[marked:]) / 60)

    for what in (
        ("off", 25),
        ("pottering", 50),
        ("walking", 17, 114),
        ("pottering", 190),
        ("walking", 24, 108),
        ("pottering", 200),
        ("walking", 18, 118),
        ("pottering", 60),
        ("running", 12),
        ("standing", 5),
        ("off", 70),
    ):
        marked = len(plan)
        pottering(what[1]) if what[0] == "pottering" else add(*what)
    used = sum(part.seconds for part in plan)
    bed_s = 90 * 60.0
    plan.append(Part("sitting", max(0.0, 86400 - used - bed_s)))
    plan.append(Part("lying", 86400 - sum(part.seconds for part in plan)))
    return plan


def posture_half_hour() -> list[Part]:
    """Thirty minutes with every posture and gait that thigh and back can tell apart."""
    minutes = [
        ("standing", 2), ("walking", 5), ("sitting", 5), ("walking", 2), ("stairs", 1.5),
        ("walking", 1.5), ("standing", 1), ("running", 3), ("walking", 1), ("cycling", 4),
        ("standing", 1), ("lying", 3),
    ]  # fmt: skip
    return [Part(activity, length * 60) for activity, length in minutes]


def phone_walk() -> list[Part]:
    """Nine minutes of walking at three paces with a stop, in a pocket."""
    return [
        Part("standing", 20),
        Part("walking", 180, 96),
        Part("walking", 180, 110),
        Part("standing", 30),
        Part("walking", 180, 124),
        Part("standing", 20),
    ]


def minute_month(days: int = 30, seed: int = 5) -> list[tuple[datetime, int]]:
    """Steps of every minute that had any, over a month: (local start, steps)."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(days):
        midnight = datetime(2026, 2, 1) + timedelta(days=day)  # noqa: DTZ001
        weekend = midnight.weekday() >= 5
        minutes: dict[int, int] = {}
        for _ in range(int(rng.integers(18, 40))):
            minutes[int(rng.integers(420, 1360))] = int(rng.integers(6, 55))
        goal = rng.normal(52 + day * 0.8 - (18 if weekend else 0), 12)
        while goal > 0:
            start, length = int(rng.integers(430, 1300)), int(rng.integers(4, 28))
            for minute in range(start, start + length):
                minutes[minute] = int(np.clip(rng.normal(106, 7), 70, 135))
            goal -= length
        rows += [(midnight + timedelta(minutes=m), minutes[m]) for m in sorted(minutes)]
    return rows


def write_gzip(path: Path, text: str) -> None:
    """A .gz that is the same to the byte every time: no name, no date in it."""
    raw = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write(text.encode("ascii"))
    path.write_bytes(raw.getvalue())


def write_wrist_day(path: Path, rate_hz: float = 30.0) -> Simulated:
    """24 hours of a wrist in the raw layout of ActiGraph, without a time in each row.

    In steps of 1/32 g, as a cheap sensor gives them: 2.6 million rows in a file that can ship.
    """
    made = simulate(walk_day(), "wrist", rate_hz)
    rows = np.round(np.round(made.acc_g * 32) / 32, 3) + 0.0
    lines = [f"{x:g},{y:g},{z:g}\n" for x, y, z in rows.tolist()]
    write_gzip(path, ACTIGRAPH_HEAD.format(rate=rate_hz) + "".join(lines))
    return made


ACTIGRAPH_HEAD = """\
------------ Data File Created By ActiGraph GT3X+ ActiLife v6.13.3 Firmware v2.5.0 \
date format M/d/yyyy at {rate:.0f} Hz  Filter Normal -----------
Serial Number: SIMULATED0001
Start Time 00:00:00
Start Date 3/3/2026
Epoch Period (hh:mm:ss) 00:00:00
Download Time 00:10:00
Download Date 3/4/2026
Current Memory Address: 0
Current Battery Voltage: 4.02     Mode = 12
--------------------------------------------------
Accelerometer X,Accelerometer Y,Accelerometer Z
"""


def write_thigh_back(path: Path, rate_hz: float = 50.0) -> Simulated:
    """Half an hour of thigh and lower back in the layout of HARTH, without labels."""
    thigh, back = (simulate(posture_half_hour(), where, rate_hz, 3) for where in ("thigh", "back"))
    start = datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001  # the layout has local time without a zone
    lines = ["timestamp,back_x,back_y,back_z,thigh_x,thigh_y,thigh_z\n"]
    for t, b, th in zip(thigh.t_s, back.acc_g, thigh.acc_g, strict=True):
        stamp = (start + timedelta(milliseconds=round(t * 1000))).isoformat(" ", "milliseconds")
        lines.append(f"{stamp}," + ",".join(f"{v:.3f}" for v in (*b, *th)) + "\n")
    write_gzip(path, "".join(lines))
    return thigh


def write_phone_walk(path: Path, rate_hz: float = 50.0) -> Simulated:
    """A walk with a phone in a pocket, in m/s2; its true steps are in the file's name."""
    made = simulate(phone_walk(), "pocket", rate_hz, 11)
    start_ns = round(datetime(2026, 3, 4, 17, 5, tzinfo=UTC).timestamp()) * 10**9
    lines = ["time,seconds_elapsed,z,y,x\n"]
    for t, (x, y, z) in zip(made.t_s, made.acc_g * 9.80665, strict=True):
        lines.append(f"{start_ns + round(t * 1e9)},{t:.3f},{z:.3f},{y:.3f},{x:.3f}\n")
    write_gzip(path, "".join(lines))
    return made


def write_minute_month(path: Path) -> None:
    """A month of steps by the minute, in the layout of Zepp Life."""
    rows = minute_month()
    lines = [f"{t:%Y-%m-%d},{t:%H:%M},{steps}\n" for t, steps in rows]
    path.write_text("date,time,steps\n" + "".join(lines), encoding="ascii", newline="\n")


def write_day_csv(path: Path, hours: float = 24, rate_hz: float = 50.0) -> None:
    """The benchmark's file: ``time,x,y,z`` of a thigh, ISO time with milliseconds."""
    plan, left = [], hours * 3600
    while left >= 1 / rate_hz:
        for part in walk_day():
            plan.append(Part(part.activity, min(part.seconds, left), part.cadence_spm))
            left -= plan[-1].seconds
            if left < 1 / rate_hz:  # what rounding leaves is no part of a day
                break
    made = simulate(plan, "thigh", rate_hz)
    start = np.datetime64("2026-03-03T00:00:00.000", "ms")
    with path.open("w", encoding="ascii", newline="") as stream:
        stream.write("time,x,y,z\n")
        for first in range(0, len(made.t_s), 200_000):
            part_s = made.t_s[first : first + 200_000]
            stamps = (start + np.round(part_s * 1000).astype(np.int64)).astype(str).tolist()
            values = made.acc_g[first : first + 200_000].tolist()
            stream.writelines(
                f"{stamp},{x:.6f},{y:.6f},{z:.6f}\n"
                for stamp, (x, y, z) in zip(stamps, values, strict=True)
            )


def main() -> None:
    """Write every sample file beside this script."""
    write_wrist_day(HERE / "wrist-day.csv.gz")
    write_thigh_back(HERE / "thigh-back.csv.gz")
    made = write_phone_walk(HERE / "phone" / "TotalAcceleration.csv.gz")
    write_minute_month(HERE / "minutes.csv")
    (HERE / "phone" / "true-steps.txt").write_text(f"{len(made.step_s)}\n", encoding="ascii")


if __name__ == "__main__":
    main()
