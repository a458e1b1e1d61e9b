"""`super().__init__()` is missing. It prepares the places where a module registers its parts; a layer cannot be
assigned before it has run.

Cards: modules/super-first
"""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    return model(x)
