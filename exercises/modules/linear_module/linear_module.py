"""Your first nn.Module

Fix a small module and a function that calls it. Every PyTorch model, however large, is a class with
two methods: the constructor creates the layers, and the forward method applies them to the input.

Fix the class `LinearRegression(n_features)` and the function `predict(model, x)`:

- `LinearRegression` is an `nn.Module` with one linear layer, called `linear`, from `n_features`
  inputs to one output, with a bias.
- A call `model(x)` with x of shape (N, n_features) returns x · weightᵀ + bias, of shape (N, 1), for
  every N, including 1.
- `model.state_dict()` has exactly the keys `linear.weight` and `linear.bias`; `model.parameters()`
  yields these two. So `model.double()`, `model.to(device)`, an optimizer and saved weights apply to
  both.
- A loss computed from the output gives both a gradient.
- Two models share nothing. That holds for a deep copy, too.
- The module works as a layer of another one, such as `nn.Sequential`.
- `predict(model, x)` returns the output of any module for x, and runs all its hooks: a forward hook
  runs exactly once per prediction. The model stays in its mode, training or evaluation.

Example:

    model = LinearRegression(3)
    model(torch.ones(5, 3)).shape      # torch.Size([5, 1])
    list(model.state_dict())           # ['linear.weight', 'linear.bias']
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
