"""Turns features per second into a small temporal convolutional net, trained without chance."""

from __future__ import annotations

import torch
from torch import nn

KERNEL = 5
DILATIONS = (1, 2)
WIDTH = 64
CROP_S = 96
BATCH = 64


class Net(nn.Module):
    """Pointwise, then residual convolutions over time; one logit a class and second."""

    def __init__(self, inputs: int, classes: int, width: int = WIDTH, dilations=DILATIONS):
        super().__init__()
        self.enter = nn.Conv1d(inputs, width, 1)
        self.layers = nn.ModuleList(
            nn.Conv1d(width, width, KERNEL, dilation=d, padding=d * (KERNEL // 2))
            for d in dilations
        )
        self.leave = nn.Conv1d(width, classes, 1)
        self.drop = nn.Dropout(0.15)

    def forward(self, x):
        h = torch.relu(self.enter(x))
        for layer in self.layers:
            h = h + torch.relu(layer(self.drop(h)))
        return self.leave(self.drop(h))


def steady(seed: int, threads: int = 2) -> None:
    """The same numbers on every run."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(threads)
