"""Turns a recording into what another sensor, or the same one worn otherwise, would have given."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Change = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def rotation(rng: np.random.Generator) -> np.ndarray:
    """A random turn in space, (3, 3)."""
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q *= np.sign(np.diag(r))
    if np.linalg.det(q) < 0:
        q[:, 0] *= -1
    return q


def turned(matrix: np.ndarray) -> Change:
    def change(t, acc):
        return t, _each(acc, lambda a: a @ matrix.T)

    return change


def at_rate(hz: float, seed: int = 0, jitter: float = 0.0) -> Change:
    """Another sampling rate: averaged down or interpolated, holes kept."""

    def change(t, acc):
        rng = np.random.default_rng(seed)
        cuts = np.flatnonzero(np.diff(t) > 1.0) + 1
        parts_t, parts_a = [], []
        for low, high in zip([0, *cuts], [*cuts, len(t)], strict=True):
            if high - low < 2:
                continue
            new = np.arange(t[low], t[high - 1], 1 / hz)
            native = (high - low) / max(t[high - 1] - t[low], 1e-3)
            source = acc[low:high]
            if hz < 0.9 * native:  # what any sensor does before it samples
                width = max(round(native / hz), 1)
                kernel = np.ones(width) / width
                source = np.stack(
                    [
                        np.convolve(_padded(source[:, k], width), kernel, "valid")[: high - low]
                        for k in range(acc.shape[1])
                    ],
                    axis=1,
                )
            parts_t.append(new + jitter / hz * rng.uniform(-0.5, 0.5, len(new)))
            parts_a.append(
                np.stack(
                    [np.interp(new, t[low:high], source[:, k]) for k in range(acc.shape[1])], 1
                )
            )
        return np.concatenate(parts_t), np.concatenate(parts_a).astype(np.float32)

    return change


def _padded(x: np.ndarray, width: int) -> np.ndarray:
    return np.pad(x, (width // 2, width), mode="edge")


def off_calibration(scale: np.ndarray, offset_g: np.ndarray) -> Change:
    def change(t, acc):
        return t, _each(acc, lambda a: a * scale + offset_g)

    return change


def eight_bit(range_g: float = 4.0) -> Change:
    step = 2 * range_g / 256

    def change(t, acc):
        return t, (np.clip(np.round(acc / step), -128, 127) * step).astype(np.float32)

    return change


def noise(sd_g: float, seed: int) -> Change:
    def change(t, acc):
        rng = np.random.default_rng(seed)
        return t, (acc + rng.normal(0, sd_g, acc.shape)).astype(np.float32)

    return change


def without_gravity() -> Change:
    """Linear acceleration as phones give it: the slow part (0.3 Hz, two passes) taken away."""

    def change(t, acc):
        hz = 1 / max(float(np.median(np.diff(t))), 1e-3)
        a = 1 - np.exp(-2 * np.pi * 0.3 / hz)
        from scipy.signal import filtfilt

        slow = filtfilt([a], [1, a - 1], acc, axis=0, padlen=min(len(acc) - 1, int(hz)))
        return t, (acc - slow).astype(np.float32)

    return change


def chain(*changes: Change) -> Change:
    def change(t, acc):
        for one in changes:
            t, acc = one(t, acc)
        return t, acc

    return change


def random_change(seed: int) -> Change:
    """A sensor as it might be worn: turned, slower or faster, off calibration, coarse, noisy."""
    rng = np.random.default_rng(seed)
    parts: list[Change] = [turned(rotation(rng))]
    if rng.random() < 0.7:
        hz = float(rng.choice([12.5, 12.5, 16, 20, 25, 31.25, 40, 50, 64, 100]))
        parts.append(at_rate(hz, seed, jitter=float(rng.choice([0, 0, 0.5]))))
    if rng.random() < 0.6:
        parts.append(off_calibration(rng.uniform(0.92, 1.08, 3), rng.uniform(-0.05, 0.05, 3)))
    if rng.random() < 0.3:
        parts.append(eight_bit(float(rng.choice([2, 4, 8]))))
    elif rng.random() < 0.3:
        parts.append(noise(0.01, seed))
    return chain(*parts)


def _each(acc: np.ndarray, f) -> np.ndarray:
    return np.concatenate([f(acc[:, k : k + 3]) for k in range(0, acc.shape[1], 3)], axis=1).astype(
        np.float32
    )
