"""`forward` computes the outputs and then drops them: without `return` a Python function gives None, and so does
`model(x)`. The error shows up only later, in the loss.

Cards: modules/forward-returns
"""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.linear(x)


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    return model(x)
