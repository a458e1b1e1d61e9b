"""You set torch's seed when a model is made. All models then start at the same numbers, and the caller's own random numbers
begin again, too. The seed is the caller's to set.

Cards: modules/linear-start
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        torch.manual_seed(0)
        layers: list[nn.Module] = []
        for i in range(len(sizes) - 1):
            if i > 0:
                layers.append(activation())
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        self.layers = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)
