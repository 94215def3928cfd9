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


def walk(t: np.ndarray, step_hz: float = 1.8, size_g: float = 0.25, seed: int = 0) -> np.ndarray:
    """A gait: steps along gravity (z), strides across it, harmonics as feet make them."""
    phase = 2 * np.pi * step_hz * (t - t[0])
    acc = still(t, noise_g=0.02, seed=seed)
    acc[:, 2] += size_g * (np.sin(phase) + 0.4 * np.sin(2 * phase + 1) + 0.2 * np.sin(3 * phase))
    acc[:, 0] += 0.6 * size_g * np.sin(phase / 2) + 0.2 * size_g * np.sin(phase + 0.5)
    acc[:, 1] += 0.3 * size_g * np.sin(phase / 2 + 1)
    return acc


def recording(t, acc, chunk: int = 20_000, gravity: str = "yes", placement: str = "") -> Recording:
    """The samples as the formats layer would hand them over. chunk: rows in each."""

    def chunks():
        for i in range(0, len(t), chunk):
            part = acc[i : i + chunk]
            yield Chunk(t[i : i + chunk], part[:, :3], part[:, 3:] if part.shape[1] > 3 else None)

    source = Source("made-up.csv", "0" * 64, 1, "generic-raw", placement=placement)
    return Recording(source, chunks, lambda s: np.zeros(len(s), dtype=np.int16), gravity)
