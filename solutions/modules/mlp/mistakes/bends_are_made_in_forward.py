"""The activations are no parts of the module, because they are made in `forward`, or kept where the module does not look. So
they are not trained, and always in training mode. Make them in `__init__`, and register them as you do the layers.

Cards: modules/layer-in-forward
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for i in range(len(sizes) - 1):
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        self.layers = nn.Sequential(*layers)
        self.activation = activation

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for i, layer in enumerate(self.layers):
            x = layer(x if i == 0 else self.activation()(x))
        return x
