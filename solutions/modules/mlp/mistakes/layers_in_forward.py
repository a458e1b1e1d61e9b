"""The layers are made at each call, with new random weights. The module has no parameters, and nothing can be learned.

Cards: modules/layer-in-forward
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        self.sizes, self.activation = sizes, activation

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for i in range(len(self.sizes) - 1):
            x = nn.Linear(self.sizes[i], self.sizes[i + 1])(x if i == 0 else self.activation()(x))
        return x
