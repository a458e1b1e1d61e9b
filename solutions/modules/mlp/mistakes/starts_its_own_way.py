"""The layers do not start at torch's own numbers: you draw the weights anew and set the biases to 0. That can be a good
choice; here `nn.Linear`'s own start was asked for.

Cards: modules/linear-start
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for i in range(len(sizes) - 1):
            if i > 0:
                layers.append(activation())
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        self.layers = nn.Sequential(*layers)
        for m in self.layers:
            if isinstance(m, nn.Linear):
                nn.init.xavier_uniform_(m.weight)
                nn.init.zeros_(m.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)
