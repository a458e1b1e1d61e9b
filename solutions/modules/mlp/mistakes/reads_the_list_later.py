"""`forward` looks into the list that was passed in, which may have changed since. Take from it what is needed when the
model is made.

Cards: gradient_descent/name-is-no-copy
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        self.sizes = sizes
        layers: list[nn.Module] = []
        for i in range(len(sizes) - 1):
            if i > 0:
                layers.append(activation())
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        self.layers = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers[: 2 * len(self.sizes) - 3](x).reshape(len(x), self.sizes[-1])
