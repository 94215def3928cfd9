"""Turns features per second into the probability of each class, with the shipped arrays."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import N_COLUMNS, Axes, axes_columns
from stride.classify.features import FREE, N_FEATURES, STRETCH_S, Features, let_go
from stride.classify.quiet import Looks
from stride.classify.stretches import dilated
from stride.threads import side_by_side

if TYPE_CHECKING:
    from stride.types import F32, I64

MODELS = Path(__file__).with_name("models")
#: Rows evaluated at a time: small enough to stay in the processor's cache.
PIECE_S = 1024
#: Classes that no second far from movement is of.
MOVING = ("walk", "stairs", "run", "cycle")
#: What is left of a probability that is ruled out.
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Model:
    """Small convolutional nets over seconds: pointwise, residual layers in time, pointwise.

    Its members differ in nothing but the chance of their training; their mean is less a matter of
    luck than one. mean, scale: (inputs,). enter: (members, inputs, width). layers: (taps, members,
    width, width) each, spaced by dilations. leave: (members, width, classes). Biases: (members, 1,
    width or classes). gait_weight: what the probability of walking is multiplied by, chosen on
    left-out people for their walking and its minutes. sure_x, sure_y: what a winning probability is
    worth, measured on them. axes_by: the model that finds the axes of the first sensor and has half
    of the say. without_gravity: the one for recordings that hold none.
    """

    model_id: str
    classes: tuple[str, ...]
    mean: F32
    scale: F32
    enter: tuple[F32, F32]
    layers: tuple[tuple[F32, F32], ...]
    dilations: tuple[int, ...]
    leave: tuple[F32, F32]
    gait_weight: float
    sure_x: F32
    sure_y: F32
    axes_by: Model | None = None
    without_gravity: Model | None = None


@lru_cache(maxsize=16)
def load(name: str) -> Model:
    """The shipped model of that name (``thigh``, ``wrist`` ...); plain arrays, nothing executed.

    name: a file of the folder ``models`` without its ending.
    """
    card = json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))
    with np.load(MODELS / f"{name}.npz", allow_pickle=False) as arrays:
        a = {key: arrays[key] for key in arrays.files}
    model = assemble(card["model_id"], tuple(card["classes"]), tuple(card["dilations"]), a)
    axes_by, without_gravity = card.get("axes_by"), card.get("without_gravity")
    return replace(
        model,
        axes_by=load(axes_by) if axes_by else None,
        without_gravity=load(without_gravity) if without_gravity else None,
    )


def assemble(
    model_id: str, classes: tuple[str, ...], dilations: tuple[int, ...], arrays: dict[str, F32]
) -> Model:
    """A model from its arrays.

    arrays: mean, scale, gait_weight, sure_x, sure_y, and weights and biases (_w, _b) of enter,
    layer0 ... and leave, shaped as in Model.
    """
    a = {key: np.asarray(value, dtype=np.float32) for key, value in arrays.items()}
    return Model(
        model_id,
        classes,
        a["mean"],
        a["scale"],
        (a["enter_w"], a["enter_b"]),
        tuple((a[f"layer{k}_w"], a[f"layer{k}_b"]) for k in range(len(dilations))),
        dilations,
        (a["leave_w"], a["leave_b"]),
        float(a["gait_weight"][0]),
        a["sure_x"],
        a["sure_y"],
    )


def alone(model: Model) -> Model:
    """The first member only: enough for a first look, at a third of the cost."""
    return replace(
        model,
        enter=(model.enter[0][:1], model.enter[1][:1]),
        layers=tuple((weight[:, :1], bias[:1]) for weight, bias in model.layers),
        leave=(model.leave[0][:1], model.leave[1][:1]),
    )


def probabilities(
    model: Model, sensors: list[Features], axes: list[Axes] | None, gravity: bool
) -> F32:
    """Probability of each class per second, (n, classes).

    sensors: features of one or two sensors. axes: of each, or None where not informed yet.
    gravity: False leaves out all that gravity tells.
    """
    per = N_FEATURES + N_COLUMNS
    informed = np.ones(len(model.mean), dtype=np.bool_)
    for k in range(len(sensors)):
        if axes is None or not axes[k].found or not gravity:
            informed[k * per + N_FEATURES : (k + 1) * per] = False
        if not gravity:
            informed[k * per + FREE.stop : (k + 1) * per] = False
    informed[-1] = gravity
    enter = (model.enter[0] * (model.scale * informed)[:, None]).astype(np.float32)
    bias = model.enter[1] - (model.mean @ enter)[:, None]
    columns = [axes_columns(one, axes[k]) if axes else None for k, one in enumerate(sensors)]
    reach = sum(2 * d for d in model.dilations)
    looks = sensors[0].looks
    rows = np.flatnonzero(dilated(looks.closely, reach))
    out = np.empty((len(rows), len(model.classes)), dtype=np.float32)

    def weigh(first: int) -> None:
        low, high = max(first - reach, 0), first + PIECE_S + reach
        x = _inputs(sensors, columns, rows[low:high])
        hidden = _hidden(model, np.maximum(x @ enter + bias, 0))
        part = slice(first - low, first - low + PIECE_S)
        opinions = softmax(hidden[:, part] @ model.leave[0] + model.leave[1])
        out[first : first + PIECE_S] = opinions.mean(axis=0)
        for one in sensors:
            let_go(one.x)

    side_by_side(weigh, range(0, len(rows), PIECE_S))
    return _everywhere(model, out, rows, looks)


def _everywhere(model: Model, p: F32, rows: I64, looks: Looks) -> F32:
    """Probabilities of all seconds, (n, classes): a quiet stretch has those of its middle.

    p: (len(rows), classes) of the seconds looked at, and of those around that only serve them.
    """
    if looks.near.all():
        return p
    place = np.zeros(len(looks.near), dtype=np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    out = np.empty((len(looks.near), p.shape[1]), dtype=np.float32)
    moving = np.flatnonzero(np.isin(model.classes, MOVING))
    for first in range(0, len(out), STRETCH_S):  # a few of them at a time take little memory
        here = slice(first, first + STRETCH_S)
        part = p[place[looks.like[here]]]
        rest = np.maximum(part, TINY)
        rest[:, moving] = 0
        rest /= rest.sum(axis=1, keepdims=True)
        out[here] = np.where(looks.near[here, None], part, rest)
    return out


def _inputs(sensors: list[Features], columns: list[F32 | None], rows: I64) -> F32:
    """Features, columns of posture and the flag of gravity, side by side."""
    parts = []
    for one, posture in zip(sensors, columns, strict=True):
        x = one.x[rows].astype(np.float32)
        parts += [x, np.zeros((len(x), N_COLUMNS), "f4") if posture is None else posture[rows]]
    parts.append(np.ones((len(parts[0]), 1), dtype=np.float32))
    return np.concatenate(parts, axis=1)


def _hidden(model: Model, h: F32) -> F32:
    """The residual layers; beyond the ends there is silence (zeros), as in training."""
    for (weight, bias), dilation in zip(model.layers, model.dilations, strict=True):
        half, n = len(weight) // 2 * dilation, h.shape[1]
        padded = np.pad(h, ((0, 0), (half, half), (0, 0)))
        total = padded[:, :n] @ weight[0]
        total += bias
        for tap, part in enumerate(weight[1:], start=1):
            total += padded[:, tap * dilation : tap * dilation + n] @ part
        np.maximum(total, 0, out=total)  # in place: these arrays fill the processor's cache
        total += h
        h = total
    return h


def softmax(logits: F32) -> F32:
    """Probabilities from logits, along the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def sureness(model: Model, winning: F32) -> F32:
    """What a winning probability is worth, measured on people the model had not seen.

    winning: (n,) probability of the chosen activity.
    """
    return np.interp(winning, model.sure_x, model.sure_y).astype(np.float32)


def columns_of(model: Model, names: tuple[str, ...]) -> list[int]:
    """Columns of the classes named, those the model has."""
    return [model.classes.index(name) for name in names if name in model.classes]
