"""The batches nets learn from: pieces keep their labels, and hidden inputs are hidden together."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `training` is not installed")

from stride.classify.axes import N_COLUMNS  # noqa: E402
from stride.classify.features import FREE, N_FEATURES, RHYTHM  # noqa: E402
from training import fit  # noqa: E402
from training.crops import BATCH, CROP_S, Plan, Stream, crops, kinds_of_inputs  # noqa: E402

N_INPUTS = N_FEATURES + N_COLUMNS + 1


def stream(classes: int = 3, n: int = 4000) -> Stream:
    """Inputs that say the class of their second in every column."""
    y = np.arange(n) // 200 % classes
    x = np.repeat(y[:, None] + 1.0, N_INPUTS, axis=1).astype(np.float32)
    return Stream(x, y.astype(np.int64), np.ones(n, dtype=np.float32), np.zeros(n))


def batches(hide_gravity: float = 0.0):
    kinds = kinds_of_inputs(N_INPUTS)
    plan = Plan(kinds, np.ones(N_INPUTS, dtype=np.float32), hide_gravity)
    return list(crops(stream(), plan, 3, np.random.default_rng(1)))


def test_a_piece_of_another_crop_brings_its_labels():
    for x, y in batches():
        assert x.shape == (BATCH, CROP_S, N_INPUTS)
        said = x[:, :, RHYTHM.start].round().long() - 1  # no logarithm: never louder
        assert torch.equal(said, y)
        assert (y[:, 1:] != y[:, :-1]).sum(dim=1).max() >= 2


def test_what_gravity_tells_is_hidden_with_the_axes():
    kinds = kinds_of_inputs(N_INPUTS)
    for x, _ in batches(hide_gravity=1.0):
        assert not x[:, :, FREE.stop :].any()
        assert x[:, :, : FREE.stop].all()
    assert kinds.gravity[kinds.axes].all()
    assert not kinds.logarithms[RHYTHM].any()
    assert kinds.logarithms[: RHYTHM.start].all()


def test_one_net_learns_what_three_say():
    classes = {"walk": ("walk",), "sit": ("sit",), "lie": ("lie",)}
    course = fit.Course(steps=6, members=3, distilled=8)
    first, again = (fit.train(stream(), classes, course) for _ in range(2))
    assert len(first.nets) == 1
    for one, other in zip(first.nets[0].parameters(), again.nets[0].parameters(), strict=True):
        assert torch.equal(one, other)


def test_soft_classes_weigh_labelled_seconds_only():
    wanted = torch.tensor([[0.8, 0.2], [0.5, 0.5]])
    out, y = torch.log(wanted), torch.tensor([[0, -1]])
    entropy = -(wanted[0] * out[0]).sum()
    assert fit._softly(out, wanted, y) == pytest.approx(float(entropy))
    assert fit._softly(out, wanted.flip(1), y) > entropy
