"""Turns all examples, one after the other, into the batches a net learns from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from stride.classify.axes import N_COLUMNS
from stride.classify.features import FREE, LOGARITHMS, N_FEATURES

CROP_S = 96
BATCH = 64
#: Share of the crops without axes, as in the first look.
HIDE_AXES = 0.25
#: Share of the crops into which a piece of another one is set, and how long that is. Laboratories
#: let people do one thing for minutes; in life most walks are short and stand between other things.
SPLICED = 0.5
PIECE_S = (5, 30)


@dataclass
class Stream:
    """All examples one after the other with gaps between: x (n, inputs), class, weight."""

    x: np.ndarray
    y: np.ndarray
    w: np.ndarray
    dataset: np.ndarray


@dataclass(frozen=True)
class Inputs:
    """Which inputs go when the axes are unknown, which (these too) when gravity is, and which grow
    with the size of movement."""

    axes: np.ndarray
    gravity: np.ndarray
    logarithms: np.ndarray


@dataclass(frozen=True)
class Plan:
    """inputs: their kinds. std: what each was divided by. hide_gravity: share without it.

    louder: everything in a crop is made stronger or weaker by a factor of about this, as a
    logarithm: feet, floors, sleeves and straps differ more than the few people recorded.
    """

    inputs: Inputs
    std: np.ndarray
    hide_gravity: float
    louder: float = 0.1


def kinds_of_inputs(n_inputs: int) -> Inputs:
    """Masks (n_inputs,) for one or two sensors and the flag of gravity."""
    per = N_FEATURES + N_COLUMNS
    axes, gravity, loud = (np.zeros(n_inputs, bool) for _ in range(3))
    for k in range(n_inputs // per):
        axes[k * per + N_FEATURES : (k + 1) * per] = True
        gravity[k * per + FREE.stop : (k + 1) * per] = True
        for columns in LOGARITHMS:
            loud[k * per + columns.start : k * per + columns.stop] = True
    gravity[-1] = True
    return Inputs(axes, gravity, loud)


def crops(
    data: Stream, plan: Plan, steps: int, rng: np.random.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Batches of inputs (BATCH, CROP_S, inputs) and classes (BATCH, CROP_S).

    Crops begin where labels are, rare classes and small datasets more often.
    """
    x, y = torch.from_numpy(data.x), torch.from_numpy(data.y)
    total = np.cumsum(np.where(data.y >= 0, data.w, 0.0).astype(np.float64))
    louder = torch.from_numpy((plan.inputs.logarithms / plan.std).astype(np.float32))
    axes = torch.from_numpy(plan.inputs.axes)
    pull = torch.from_numpy(plan.inputs.gravity)
    span = torch.arange(CROP_S)
    for _ in range(steps):
        at = np.searchsorted(total, rng.random(BATCH) * total[-1]) - rng.integers(0, CROP_S, BATCH)
        rows = torch.from_numpy(np.clip(at, 0, len(y) - CROP_S))[:, None] + span
        some_x = x[rows] + louder * _floats(rng.normal(0, plan.louder, BATCH))
        some_x, some_y = _spliced(some_x, y[rows], rng)
        for columns, share in ((axes, HIDE_AXES), (pull, plan.hide_gravity)):
            some_x = some_x.masked_fill(_floats(rng.random(BATCH) < share).bool() & columns, 0.0)
        yield some_x, some_y


def _floats(one_a_crop: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(one_a_crop.astype(np.float32))[:, None, None]


def _spliced(
    x: torch.Tensor, y: torch.Tensor, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Some crops with a piece of another crop of the batch in them, as short as walks often are."""
    length = rng.integers(*PIECE_S, BATCH)
    first = (rng.random(BATCH) * (CROP_S - length)).astype(int)
    length[rng.random(BATCH) >= SPLICED] = 0
    second = np.arange(CROP_S)
    inside = torch.from_numpy((second >= first[:, None]) & (second < (first + length)[:, None]))
    other = torch.from_numpy(rng.permutation(BATCH))
    return torch.where(inside[:, :, None], x[other], x), torch.where(inside, y[other], y)
