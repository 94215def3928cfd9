"""Turns trained nets into the arrays and cards that stride ships."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.model import MODELS, assemble

if TYPE_CHECKING:
    from training.fit import Model
    from training.net import Net


def arrays_of(model: Model) -> dict[str, np.ndarray]:
    """The arrays of stride.classify.model.Model; those of the members one after the other.

    Until its worth is known, a probability counts as what it says.
    """
    out = {
        "mean": model.mean,
        "scale": 1 / model.std,
        "gait_weight": np.ones(1),
        "sure_x": np.array([0.0, 1.0]),
        "sure_y": np.array([0.0, 1.0]),
    }
    members = [_weights(net) for net in model.nets]
    for key in members[0]:
        axis = 1 if key.startswith("layer") and key.endswith("_w") else 0
        out[key] = np.stack([one[key] for one in members], axis=axis)
    return {k: np.ascontiguousarray(v, dtype=np.float32) for k, v in out.items()}


def shipped(model: Model, name: str):
    """The nets as stride evaluates them."""
    return assemble(name, tuple(model.classes), model.nets[0].dilations, arrays_of(model))


def _weights(net: Net) -> dict[str, np.ndarray]:
    """Weights and biases of one member; a bias has a row, so that it meets every second."""
    named = {"enter": net.enter, "leave": net.leave}
    named |= {f"layer{k}": layer for k, layer in enumerate(net.layers)}
    out = {f"{name}_w": layer.weight.detach().numpy().T for name, layer in named.items()}
    out |= {f"{name}_b": layer.bias.detach().numpy()[None] for name, layer in named.items()}
    for k, layer in enumerate(net.layers):
        width = layer.weight.shape[0]
        out[f"layer{k}_w"] = out[f"layer{k}_w"].reshape(-1, width, width)
    return out


def write_arrays(name: str, arrays: dict[str, np.ndarray], folder: Path = MODELS) -> Path:
    """A .npz with fixed dates, so that the same training gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for key in sorted(arrays):
            info = zipfile.ZipInfo(f"{key}.npy", date_time=(2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as file:
                np.lib.format.write_array(
                    file, np.ascontiguousarray(arrays[key]), allow_pickle=False
                )
    return path


def write_card(name: str, card: dict, folder: Path = MODELS) -> None:
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def reliability(winning: np.ndarray, right: np.ndarray, bins: int = 20):
    """What a winning probability was worth on left-out people: knots (x, y), y never falling."""
    order = np.argsort(winning, kind="stable")
    parts = np.array_split(order, bins)
    x = np.array([winning[p].mean() for p in parts])
    y = np.array([right[p].mean() for p in parts])
    weight = np.array([len(p) for p in parts], dtype=float)
    level = [[y[i], weight[i], 1] for i in range(len(y))]
    pooled: list[list] = []
    for one in level:  # pool adjacent violators
        pooled.append(one)
        while len(pooled) > 1 and pooled[-2][0] > pooled[-1][0]:
            b, a = pooled.pop(), pooled.pop()
            pooled.append([(a[0] * a[1] + b[0] * b[1]) / (a[1] + b[1]), a[1] + b[1], a[2] + b[2]])
    y = np.concatenate([[p[0]] * int(p[2]) for p in pooled])
    return x.astype(np.float32), np.clip(y, 0.0, 1.0).astype(np.float32)
