"""All places share one activation object. For ReLU that does no harm; one that learns, such as PReLU, then has a single
slope for all layers.

Cards: modules/one-object-twice
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        bend = activation()
        for i in range(len(sizes) - 1):
            if i > 0:
                layers.append(bend)
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        self.layers = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)
