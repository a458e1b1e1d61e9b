"""`model.forward(x)` gives the right numbers and goes past the hooks: `model(x)` runs them around `forward`. Tools
that watch, measure or change a model hang on those hooks.

Cards: modules/call-not-forward
"""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    return model.forward(x)
