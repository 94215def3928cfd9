"""Turns features per second into a small temporal convolutional net, trained without chance."""

from __future__ import annotations

import torch
from torch import nn

KERNEL = 5


class Net(nn.Module):
    """Pointwise, then residual convolutions over time; one logit a class and second.

    Time is the middle axis (batch, seconds, channels): the taps of a convolution lie side by
    side and one product does all, twice as fast here as the library's own convolution.
    """

    def __init__(
        self,
        inputs: int,
        classes: int,
        width: int = 64,
        dilations: tuple[int, ...] = (1, 2, 4),
        drop: float = 0.15,
    ):
        super().__init__()
        self.dilations = dilations
        self.enter = nn.Linear(inputs, width)
        self.layers = nn.ModuleList(nn.Linear(KERNEL * width, width) for _ in dilations)
        self.leave = nn.Linear(width, classes)
        self.share = drop

    def drop(self, h: torch.Tensor) -> torch.Tensor:
        """Whole channels of a crop go: cheaper than single values, and harder to get round."""
        if not self.training:
            return h
        keep = torch.rand(h.shape[0], 1, h.shape[2]) >= self.share
        return h * (keep / (1 - self.share))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = torch.relu(self.enter(x))
        for layer, d in zip(self.layers, self.dilations, strict=True):
            half = KERNEL // 2 * d
            wide = nn.functional.pad(self.drop(h), (0, 0, half, half))
            taps = [wide[:, k * d : k * d + h.shape[1]] for k in range(KERNEL)]
            h = h + torch.relu(layer(torch.cat(taps, dim=2)))
        return self.leave(self.drop(h))


def steady(seed: int, threads: int = 1) -> None:
    """The same numbers on every run: seed, algorithms and number of threads are fixed."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(threads)
