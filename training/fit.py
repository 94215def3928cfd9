"""Turns examples into the inputs of a net, and a net into predictions of left-out people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from stride.classify.axes import UNKNOWN, axes_columns, find_axes
from stride.classify.features import FREE, N_FEATURES
from training.data import GROUPS, OUT, Example
from training.net import BATCH, CROP_S, Net, steady

#: Classes of the nets; the groups of the labels that fall on each.
POSTURE = {
    "walk": ("walk",),
    "stairs": ("stairs",),
    "run": ("run",),
    "cycle": ("cycle",),
    "stand": ("stand",),
    "sit": ("sit",),
    "lie": ("lie",),
}
WRIST = {
    "walk": ("walk",),
    "stairs": ("stairs",),
    "run": ("run",),
    "other": ("stand", "sit", "lie", "other"),
}
PHONE = {
    "walk": ("walk",),
    "stairs": ("stairs",),
    "run": ("run",),
    "cycle": ("cycle",),
    "other": ("stand", "sit", "lie", "other"),
}
CLASSES = {
    "thigh": POSTURE,
    "back": POSTURE,
    "thigh+back": POSTURE,
    "hip": POSTURE,
    "wrist": WRIST,
    "phone": PHONE,
}
GAP = 16


def inputs(example: Example, axes: list | None) -> np.ndarray:
    """(n, sensors * (N_FEATURES + 4) + 1): features, posture relative to upright, gravity known."""
    parts = []
    for k, one in enumerate(example.features):
        parts.append(one.x)
        parts.append(axes_columns(one, axes[k] if axes else UNKNOWN))
    parts.append(np.ones((len(example.valid), 1), dtype=np.float32))
    return np.concatenate(parts, axis=1)


def true_axes(example: Example) -> list:
    """Axes by the labels: what the first pass finds in a recording that holds enough walking."""
    walking = (example.group == 0) | (example.group == 1)
    return [find_axes(one, walking, example.valid) for one in example.features]


@dataclass
class Stream:
    """All examples one after the other with gaps between: x (n, inputs), class, weight."""

    x: np.ndarray
    y: np.ndarray
    w: np.ndarray
    dataset: np.ndarray


def targets(example: Example, classes: dict) -> np.ndarray:
    lookup = np.full(len(GROUPS) + 1, OUT)
    for i, groups in enumerate(classes.values()):
        for group in groups:
            lookup[GROUPS.index(group)] = i
    return np.where(example.valid, lookup[example.group], OUT)


def stream(examples: list[Example], classes: dict) -> Stream:
    names = sorted({e.item.dataset for e in examples})
    xs, ys, ds = [], [], []
    for e in examples:
        x = inputs(e, true_axes(e))
        y = targets(e, classes)
        near = np.convolve(y >= 0, np.ones(61))[30 : 30 + len(y)]
        keep = near > 0.5  # hours without labels teach nothing
        x, y = x[keep], y[keep]
        xs += [x, np.zeros((GAP, x.shape[1]), dtype=np.float32)]
        ys += [y, np.full(GAP, OUT)]
        ds += [np.full(len(y) + GAP, names.index(e.item.dataset))]
    y, d = np.concatenate(ys), np.concatenate(ds)
    w = np.zeros(len(y), dtype=np.float32)
    for dataset in range(len(names)):
        for c in range(len(classes)):
            here = (d == dataset) & (y == c)
            if here.any():
                w[here] = here.sum() ** -0.5
        here = (d == dataset) & (y >= 0)
        if here.any():
            w[here] *= here.sum() ** 0.6 / w[here].sum()
    w /= w[y >= 0].mean()
    return Stream(np.concatenate(xs), y.astype(np.int64), w, d)


def column_masks(n_inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """Which inputs go when the axes are unknown, and which when gravity is."""
    per = N_FEATURES + 4
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
    mask_axes: float = 0.35,
    mask_gravity: float = 0.12,
) -> Model:
    steady(seed)
    rng = np.random.default_rng(seed)
    known = data.y >= 0
    mean, std = data.x[known].mean(axis=0), data.x[known].std(axis=0) + 0.05
    axes, gravity = column_masks(data.x.shape[1])
    flags = axes.copy()
    flags[-1] = True
    mean[flags], std[flags] = 0.0, 1.0
    x = torch.from_numpy((data.x - mean) / std)
    y, w = torch.from_numpy(data.y), torch.from_numpy(data.w)
    net = Net(data.x.shape[1], len(classes), width, dilations)
    opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02)
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
        out = net(bx.transpose(1, 2)).transpose(1, 2)
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


def predict(model: Model, example: Example, use_axes: bool = True, gravity: bool = True):
    """Logits (n, classes) by the same two passes the shipped code makes."""
    first = _run(model, inputs(example, None), gravity)
    if not use_axes or not gravity or len(model.classes) != len(POSTURE):
        return first
    p = _softmax(first)
    walking = p[:, 0] > 0.7
    axes = [find_axes(one, walking, example.valid) for one in example.features]
    return _run(model, inputs(example, axes), gravity)


def _run(model: Model, x: np.ndarray, gravity: bool) -> np.ndarray:
    z = (x - model.mean) / model.std
    axes, lost = column_masks(x.shape[1])
    if not gravity:
        z[:, axes | lost] = 0.0
    with torch.no_grad():
        out = model.net(torch.from_numpy(z.astype(np.float32)).T[None])[0].T
    return out.numpy()


def _softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def choose(logits: np.ndarray) -> np.ndarray:
    """The class of each second: walking and stairs compete together."""
    p = _softmax(logits)
    gait = p[:, 0] + p[:, 1]
    rest = p[:, 2:]
    walk = gait >= rest.max(axis=1)
    return np.where(walk, np.where(p[:, 1] > p[:, 0], 1, 0), 2 + rest.argmax(axis=1))
