"""Multi-layer perceptron (MLP)

Write a multi-layer perceptron, also called a feed-forward network. Linear layers with a non-linear activation between them can approximate
any continuous function, given enough hidden units. You choose only the layer sizes.

Write the class `MLP(sizes, activation=nn.ReLU)`, an `nn.Module`:

- `sizes` is a list of two or more layer sizes. The first linear layer has `sizes[0]` inputs and `sizes[1]` outputs, the next one has
  `sizes[2]` outputs, and so on; each has a bias, and its own weights, even if sizes are equal.
- Put an activation between consecutive linear layers. There is none before the first layer and none after the last one. With two sizes
  there is none at all.
- `activation` is a class such as `nn.Tanh`, called without arguments. Create a new one for each position, and register all of them:
  those with parameters are trained, those that depend on training or evaluation mode are switched.
- `model(x)` maps (N, sizes[0]) to (N, sizes[-1]), N ≥ 1. Gradients of the output reach all parameters, and x if it requires grad.
- `model.parameters()` yields the layers' weights and biases from the first layer to the last, each weight before its bias. They have
  torch's default initialization.
- The input list is not modified, and modifying it later does not change the model.

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
        # TODO: a linear layer for each pair of consecutive sizes, and an activation between consecutive layers

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError  # TODO
