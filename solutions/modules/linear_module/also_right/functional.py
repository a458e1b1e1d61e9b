"""The layer has the parameters; the product may be written out. `predict` builds no graph: predictions need none."""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x @ self.linear.weight.T + self.linear.bias


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        return model(x)
