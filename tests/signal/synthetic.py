"""Made-up recordings for the tests of signal and classify: still, walking, holes, any rate."""

from __future__ import annotations

import numpy as np

from stride.types import Chunk, Recording, Source

START = 1_700_000_000.0  # a Tuesday, on no border of a block


def stamps(seconds: float, hz: float, start: float = START) -> np.ndarray:
    return start + np.arange(round(seconds * hz)) / hz


def still(t: np.ndarray, up=(0.0, 0.0, 1.0), noise_g: float = 0.002, seed: int = 0) -> np.ndarray:
    """A sensor lying with gravity along ``up``."""
    rng = np.random.default_rng(seed)
    up = np.asarray(up, dtype=float) / np.linalg.norm(up)
    return (up + rng.normal(0, noise_g, (len(t), 3))).astype(np.float32)


#: Amplitudes in g of the harmonics of the stride (half the step rate): up, forward, sideways.
HARMONICS_G = (
    (0.10, 0.30, 0.10, 0.22, 0.08, 0.16),
    (0.22, 0.16, 0.14, 0.14, 0.06, 0.06),
    (0.12, 0.06, 0.14, 0.06, 0.10, 0.04),
)

#: The same for the trunk, which moves with every step alike.
TRUNK_G = (
    (0.02, 0.24, 0.06, 0.12, 0.03, 0.05),
    (0.03, 0.10, 0.03, 0.08, 0.03, 0.04),
    (0.10, 0.04, 0.10, 0.03, 0.05, 0.02),
)


def walk(
    t: np.ndarray, step_hz: float = 1.8, harmonics=HARMONICS_G, vary: float = 0.0, seed: int = 0
) -> np.ndarray:
    """A gait along z with the harmonics that feet make.

    vary: how far single strides stray from the mean rate and size, as a share; people show 0.04.
    """
    rng = np.random.default_rng(seed)
    acc = still(t, noise_g=0.03, seed=seed)
    seconds = t - t[0]
    knots = np.arange(0, seconds[-1] + 1, 0.55)
    stray = rng.normal(0, vary, len(knots))
    drift = np.interp(seconds, knots, np.cumsum(stray - stray.mean()) * 0.55)
    strength = 0.8 * np.interp(seconds, knots, 1 + 3 * rng.normal(0, vary, len(knots)))
    phase = np.pi * step_hz * (seconds + drift)
    phases = np.random.default_rng(5).uniform(0, 2 * np.pi, (3, 6))
    for axis, (amplitudes, shifts) in enumerate(zip(harmonics, phases, strict=True)):
        for k, (amplitude, shift) in enumerate(zip(amplitudes, shifts, strict=True), start=1):
            acc[:, (2, 0, 1)[axis]] += strength * amplitude * np.sin(k * phase + shift)
    return acc


def recording(t, acc, chunk: int = 20_000, gravity: str = "yes", placement: str = "") -> Recording:
    """The samples as the formats layer would hand them over. chunk: rows in each."""

    def chunks():
        for i in range(0, len(t), chunk):
            part = acc[i : i + chunk]
            yield Chunk(t[i : i + chunk], part[:, :3], part[:, 3:] if part.shape[1] > 3 else None)

    source = Source("made-up.csv", "0" * 64, 1, "generic-raw", placement=placement)
    return Recording(source, chunks, lambda s: np.zeros(len(s), dtype=np.int16), gravity)
