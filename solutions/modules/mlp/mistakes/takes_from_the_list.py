"""You take the sizes out of the list with `pop`. It is the caller's, and the next model made from it has no layers left.

Cards: gradient_descent/name-is-no-copy
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        inputs = sizes.pop(0)
        while sizes:
            outputs = sizes.pop(0)
            layers += [nn.Linear(inputs, outputs), activation()] if sizes else [nn.Linear(inputs, outputs)]
            inputs = outputs
        self.layers = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)
