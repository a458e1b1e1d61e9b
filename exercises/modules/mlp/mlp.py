"""A multi-layer perceptron

Linear layers with a non-linear activation between them can approximate any curve, given enough hidden units.
You choose only the widths.

Write the class `MLP(sizes, activation=nn.ReLU)`, an `nn.Module`:

- `sizes` is a list of two or more widths. The first linear layer goes from `sizes[0]` numbers to `sizes[1]`, the next one on to
  `sizes[2]`, and so on; each has a bias, and weights of its own, also where widths are equal.
- Between each two linear layers stands an activation. None stands before the first layer or after the last one. With two sizes there is
  none at all.
- `activation` is a class such as `nn.Tanh`, called without arguments. Each place gets a new one, and all of them are parts of the module:
  those that learn something are trained, those that know training mode from evaluation mode are switched.
- `model(x)` maps (N, sizes[0]) to (N, sizes[-1]), N ≥ 1. Gradients of the output reach all parameters, and x where it asks for them.
- `model.parameters()` gives the layers' weights and biases from the first layer to the last, each weight before its bias. They start at
  torch's own random numbers, so that the model can learn.
- The list that was passed in is not changed, and changing it later does not change the model.

Example:

    model = MLP([1, 32, 32, 1], nn.Tanh)
    model(torch.zeros(5, 1)).shape                      # torch.Size([5, 1])
    sum(p.numel() for p in model.parameters())          # 1153
"""

from collections.abc import Callable

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes: list[int], activation: Callable[[], nn.Module] = nn.ReLU) -> None:
        super().__init__()
        # TODO: a layer for each pair of neighbours in sizes, and an activation between each two layers

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
