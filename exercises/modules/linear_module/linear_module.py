"""A module of your own

Every model in PyTorch, however large, is built as this small one is: a class with two methods.
`__init__` says which layers there are, `forward` says how data goes through them. `nn.Module` does
the rest, if it is told about the parts.

Repair the class `LinearRegression(n_features)` and the function `predict(model, x)`:

- `LinearRegression` is an `nn.Module` with one linear layer, called `linear`, from `n_features`
  numbers to one, with a bias.
- A call `model(x)` with x of shape (N, n_features) gives x · weightᵀ + bias, of shape (N, 1), for
  every N, one included.
- `model.state_dict()` has exactly the keys `linear.weight` and `linear.bias`; `model.parameters()`
  gives these two. So `model.double()`, `model.to(device)`, an optimizer and saved weights all reach
  them.
- A loss that is computed from the output sends gradients to both.
- Two models share nothing. That holds for a deep copy, too.
- The module works as a layer of another one, such as `nn.Sequential`.
- `predict(model, x)` gives the output of any module for x, with all its hooks: a forward hook that
  someone has registered runs once a prediction. The model stays in its mode, training or
  evaluation.

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
