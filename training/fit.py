"""Turns examples into the inputs of a net, and a net into predictions of left-out people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from stride.classify.axes import N_COLUMNS, UNKNOWN, axes_columns, find_axes
from stride.classify.features import FREE, MOTION, N_FEATURES
from stride.classify.run import judge
from training.classes import POSTURE
from training.data import GROUPS, OUT, Example
from training.net import BATCH, CROP_S, Net, steady

GAP = 16
#: Cosines to the axes differ by tenths where features differ by ones; this evens them out.
AXES_SCALE = 0.2
#: Classes of POSTURE up to this one are gaits: walking, stairs, running.
GAITS = 2


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


@dataclass
class Stream:
    """All examples one after the other with gaps between: x (n, inputs), class, weight."""

    x: np.ndarray
    y: np.ndarray
    w: np.ndarray
    dataset: np.ndarray


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


def stream(examples: list[Example], classes: dict, extra: dict | None = None) -> Stream:
    """extra: placement -> share of its weight, for recordings of other placements."""
    extra = extra or {}
    sensors = max(len(e.features) for e in examples)

    def source(e):
        return (e.item.dataset, e.item.placement if e.item.placement in extra else "")

    names = sorted({source(e) for e in examples})
    xs, ys, ds = [], [], []
    for e in examples:
        if "inputs" not in e.extra:
            e.extra["inputs"] = inputs(e, true_axes(e))
        x = padded(e.extra["inputs"], sensors)
        y = targets(e, classes)
        if e.item.placement in extra and classes is POSTURE and sensors == 1:
            y = np.where(y > GAITS, OUT, y)  # how another place lies in a posture misleads
        near = np.convolve(y >= 0, np.ones(61))[30 : 30 + len(y)]
        keep = near > 0.5  # hours without labels teach nothing
        x, y = x[keep], y[keep]
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
            w[here] *= here.sum() ** 0.6 / w[here].sum() * extra.get(names[dataset][1], 1.0)
    w /= w[y >= 0].mean()
    return Stream(np.concatenate(xs), y.astype(np.int64), w, d)


def column_masks(n_inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """Which inputs go when the axes are unknown, and which when gravity is."""
    per = N_FEATURES + N_COLUMNS
    axes, gravity = np.zeros(n_inputs, bool), np.zeros(n_inputs, bool)
    for k in range(n_inputs // per):
        axes[k * per + N_FEATURES : (k + 1) * per] = True
        gravity[k * per + FREE.stop : (k + 1) * per] = True
    gravity[-1] = True
    return axes, gravity


@dataclass
class Model:
    net: Net
    mean: np.ndarray
    std: np.ndarray
    classes: dict


def train(
    data: Stream,
    classes: dict,
    steps: int = 1200,
    seed: int = 1,
    width: int = 64,
    dilations=(1, 2),
    mask_axes: float = 0.25,
    mask_gravity: float = 0.25,
    drop: float = 0.15,
    noise: float = 0.0,
    wd: float = 0.02,
) -> Model:
    steady(seed)
    rng = np.random.default_rng(seed)
    known = data.y >= 0
    mean, std = data.x[known].mean(axis=0), data.x[known].std(axis=0) + 0.05
    axes, gravity = column_masks(data.x.shape[1])
    flags = axes.copy()
    flags[-1] = True
    mean[flags], std[flags] = 0.0, 1.0
    std[axes] = AXES_SCALE
    x = torch.from_numpy((data.x - mean) / std)
    y = torch.from_numpy(data.y)
    net = Net(data.x.shape[1], len(classes), width, dilations, drop)
    opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=wd)
    plan = torch.optim.lr_scheduler.OneCycleLR(opt, 4e-3, total_steps=steps, pct_start=0.15)
    # Crops begin where labels are, rare classes and small datasets more often.
    chance = np.where(known, data.w, 0.0).astype(np.float64)
    total = np.cumsum(chance)
    a, g = torch.from_numpy(axes), torch.from_numpy(gravity)
    span = torch.arange(CROP_S)
    net.train()
    for _ in range(steps):
        at = np.searchsorted(total, rng.random(BATCH) * total[-1]) - rng.integers(0, CROP_S, BATCH)
        at = np.clip(at, 0, len(y) - CROP_S)
        rows = torch.from_numpy(at)[:, None] + span
        bx, by = x[rows], y[rows]
        no_axes = torch.from_numpy(rng.random(BATCH) < mask_axes)[:, None, None]
        no_gravity = torch.from_numpy(rng.random(BATCH) < mask_gravity)[:, None, None]
        bx = bx.masked_fill((no_axes | no_gravity) & a, 0.0).masked_fill(no_gravity & g, 0.0)
        if noise:
            shift = torch.from_numpy(rng.normal(0, noise, (BATCH, 1, bx.shape[2])).astype("f4"))
            bx = bx + shift.masked_fill(a, 0.0) * (bx != 0)
        with torch.autocast("cpu", torch.bfloat16):  # half the time, the weights stay exact
            out = net(bx).float()
        loss = torch.nn.functional.cross_entropy(
            out.reshape(-1, len(classes)),
            by.reshape(-1),
            ignore_index=OUT,
            reduction="none",
            label_smoothing=0.02,
        )
        ok = (by.reshape(-1) >= 0).float()
        loss = (loss * ok).sum() / ok.sum().clamp(min=1)
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        plan.step()
    net.eval()
    return Model(net, mean, std, classes)


def shipped(model: Model, name: str, sure=None):
    """The net as stride evaluates it. sure: knots of the reliability, straight where unknown."""
    from stride.classify.model import assemble
    from training.export import arrays_of

    line = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    return assemble(name, tuple(model.classes), model.net.dilations, arrays_of(model, sure or line))


def predict(model, example: Example, placement: str, gravity: bool = True):
    """Activity (n,) and confidence by stride's own code, from features. model: see shipped()."""
    activity, confidence, _ = judge(model, example.features, example.valid, placement, gravity)
    return activity, confidence
