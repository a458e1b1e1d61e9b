"""`detach()` inside `forward` cuts the output off from the weights: the numbers are right, and no gradient ever
arrives. Detach outside, where numbers are only looked at.

Cards: autograd/leaf, autograd/detach-shares
"""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x).detach()


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    return model(x)
