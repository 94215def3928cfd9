"""Turns examples into the inputs of a net, and a net into predictions of left-out people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from stride.classify.axes import N_COLUMNS, UNKNOWN, axes_columns, find_axes
from stride.classify.features import MOTION, N_FEATURES
from stride.classify.judge import judge
from training.crops import Plan, Stream, crops, kinds_of_inputs
from training.data import GROUPS, OUT, Example
from training.net import Net, steady

GAP = 16
#: Seconds without a label that still stand around labelled ones.
NEAR_S = 30
#: Cosines to the axes differ by tenths where features differ by ones; this evens them out.
AXES_SCALE = 0.2
#: Share of the crops without gravity.
HIDE_GRAVITY = 0.25
#: What the teachers say weighs so much beside the labels.
SOFT_SHARE = 0.8
#: Classes with postures up to this one are gaits: walking, stairs, running. Of these placements
#: nothing else is taught to another one: how they lie in a posture misleads there.
GAITS = 2
STRANGE = {"thigh", "pocket", "hand", "wrist"}


def inputs(example: Example, axes: list | None) -> np.ndarray:
    """Features, posture relative to upright, and whether gravity is known, (n, inputs)."""
    parts = []
    for k, one in enumerate(example.features):
        parts.append(one.x.astype(np.float32))
        parts.append(axes_columns(one, axes[k] if axes else UNKNOWN))
    parts.append(np.ones((len(example.valid), 1), dtype=np.float32))
    return np.concatenate(parts, axis=1)


def true_axes(example: Example) -> list:
    """Axes by the labels: what the first pass finds in a recording that holds enough walking."""
    gait = np.isin(example.group, (0, 1, 2)).astype(np.float32)
    return [find_axes(one, gait, example.valid) for one in example.features]


def _sure_walk(example: Example) -> np.ndarray:
    """Long walks labelled as a whole hold pauses: only lively seconds are taken at their word."""
    spread = 10 ** (example.features[0].x[:, MOTION.start].astype(np.float32) - 1.5)
    mean = np.convolve(np.pad(spread, 5, mode="edge"), np.ones(11) / 11, "valid")
    return mean > 0.12


def targets(example: Example, classes: dict) -> np.ndarray:
    lookup = np.full(len(GROUPS) + 1, OUT)
    for i, groups in enumerate(classes.values()):
        for group in groups:
            lookup[GROUPS.index(group)] = i
    out = np.where(example.valid, lookup[example.group], OUT)
    if example.item.dataset == "banglejs-wrist":
        out[(example.group == 0) & ~_sure_walk(example)] = OUT
    return out


def padded(x: np.ndarray, sensors: int) -> np.ndarray:
    """Inputs of a thigh alone for the net of thigh and back: the back's columns at zero."""
    wanted = sensors * (N_FEATURES + N_COLUMNS) + 1
    if x.shape[1] == wanted:
        return x
    out = np.zeros((len(x), wanted), dtype=np.float32)
    out[:, : x.shape[1] - 1], out[:, -1] = x[:, :-1], x[:, -1]
    return out


def _taught(e: Example) -> tuple[np.ndarray, np.ndarray]:
    """Rows near labels (hours without any teach nothing) and their inputs, kept for every fit."""
    if "taught" not in e.extra:
        near = np.convolve(e.group >= 0, np.ones(2 * NEAR_S + 1))[NEAR_S:-NEAR_S]
        rows = np.flatnonzero(near > 0.5)
        e.extra["taught"] = rows, inputs(e, true_axes(e))[rows]
    return e.extra["taught"]


def stream(examples: list[Example], classes: dict, shares: dict | None = None) -> Stream:
    """shares: placement, dataset or kind of version -> share of its weight, where not all."""
    shares = shares or {}
    sensors = max(len(e.features) for e in examples)

    def source(e):
        return (e.item.dataset, *(x for x in (e.item.placement, e.kind) if x in shares))

    names = sorted({source(e) for e in examples})
    xs, ys, ds = [], [], []
    for e in examples:
        rows, x = _taught(e)
        x = padded(x, sensors)
        y = targets(e, classes)[rows]
        if sensors == 1 and "sit" in classes and e.item.placement in shares.keys() & STRANGE:
            y = np.where(y > GAITS, OUT, y)
        xs += [x, np.zeros((GAP, x.shape[1]), dtype=np.float32)]
        ys += [y, np.full(GAP, OUT)]
        ds += [np.full(len(y) + GAP, names.index(source(e)))]
    y, d = np.concatenate(ys), np.concatenate(ds)
    w = np.zeros(len(y), dtype=np.float32)
    for dataset in range(len(names)):
        for c in range(len(classes)):
            here = (d == dataset) & (y == c)
            if here.any():
                w[here] = here.sum() ** -0.5
        here = (d == dataset) & (y >= 0)
        if here.any():
            share = math.prod(shares.get(part, 1.0) for part in names[dataset])
            w[here] *= here.sum() ** 0.6 / w[here].sum() * share
    w /= w[y >= 0].mean()
    return Stream(np.concatenate(xs), y.astype(np.int64), w, d)


@dataclass
class Model:
    nets: list[Net]
    mean: np.ndarray
    std: np.ndarray
    classes: dict


@dataclass(frozen=True)
class Course:
    """How long to train how many nets. gravity: False for one that never has any. louder: of
    Plan. distilled: steps of the one net that learns from all of them and ships in their place
    (Hinton 2015); 0 for none."""

    steps: int = 700
    members: int = 1
    gravity: bool = True
    louder: float = 0.1
    distilled: int = 0


def train(data: Stream, classes: dict, course: Course) -> Model:
    """Nets that differ in their seed only. data: is scaled in place, good for this one call."""
    inputs_ = kinds_of_inputs(data.x.shape[1])
    known = data.y >= 0
    mean, std = data.x[known].mean(axis=0), data.x[known].std(axis=0) + 0.05
    flags = inputs_.axes.copy()
    flags[-1] = True
    mean[flags], std[flags] = 0.0, 1.0
    std[inputs_.axes] = AXES_SCALE
    data.x -= mean
    data.x /= std
    plan = Plan(inputs_, std, HIDE_GRAVITY if course.gravity else 1.0, course.louder)
    seeds = range(1, course.members + 1)
    nets = [_member(data, len(classes), plan, course.steps, seed) for seed in seeds]
    if course.distilled:
        nets = [_member(data, len(classes), plan, course.distilled, course.members + 1, nets)]
    return Model(nets, mean, std, classes)


def _member(
    data: Stream, classes: int, plan: Plan, steps: int, seed: int, teachers: Sequence[Net] = ()
) -> Net:
    """One net; of teachers it learns what they say as well as the labels."""
    steady(seed)
    net = Net(data.x.shape[1], classes)
    opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02)
    rate = torch.optim.lr_scheduler.OneCycleLR(opt, 4e-3, total_steps=steps, pct_start=0.15)
    net.train()
    for x, y in crops(data, plan, steps, np.random.default_rng(seed)):
        with torch.autocast("cpu", torch.bfloat16):  # half the time, the weights stay exact
            out = net(x).float().reshape(-1, classes)
        loss = torch.nn.functional.cross_entropy(
            out, y.reshape(-1), ignore_index=OUT, label_smoothing=0.02, reduction="sum"
        ) / (y >= 0).sum().clamp(min=1)
        if teachers:
            loss = (1 - SOFT_SHARE) * loss + SOFT_SHARE * _softly(out, _opinion(teachers, x), y)
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        rate.step()
    net.eval()
    return net


def _opinion(teachers: Sequence[Net], x: torch.Tensor) -> torch.Tensor:
    """The mean of the probabilities of several nets, (seconds, classes)."""
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        each = [torch.softmax(net(x).float(), dim=2) for net in teachers]
    return torch.stack(each).mean(dim=0).reshape(-1, each[0].shape[2])


def _softly(out: torch.Tensor, wanted: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Cross entropy with probabilities instead of classes, of the labelled seconds."""
    labelled = (y >= 0).reshape(-1, 1)
    return -(wanted * torch.log_softmax(out, dim=1) * labelled).sum() / labelled.sum().clamp(min=1)


def predict(model, example: Example, placement: str):
    """Activity (n,) and confidence by stride's own code, from features; model: shipped."""
    said = judge(model, example.features, example.valid, placement, True)
    return said.activity, said.confidence
