"""Layers of equal widths are one and the same object. It has one set of weights, and every place that uses it gets the
same.

Cards: modules/one-object-twice
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        made: dict[tuple[int, int], nn.Linear] = {}
        for i in range(len(sizes) - 1):
            if i > 0:
                layers.append(activation())
            pair = sizes[i], sizes[i + 1]
            made.setdefault(pair, nn.Linear(*pair))
            layers.append(made[pair])
        self.layers = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)
