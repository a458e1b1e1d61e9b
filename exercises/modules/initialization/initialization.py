"""Weight initialization (Xavier and Kaiming)

Write Xavier and Kaiming initialization, apply the latter to a model, and measure the effect in a deep network. The output of a linear layer
is a sum over its inputs, so its variance depends on the variance of the weights. If each layer multiplies the standard deviation by 2, it
grows by a factor of a million in 20 layers; if each layer halves it, the activations vanish.

- `fans(shape)`: `shape` is that of a weight, (out, in) for a linear layer or (C_out, C_in, kh, kw) for a convolution. Returns the ints
  (fan_in, fan_out). For a linear layer they are `in` and `out`. For a convolution, C_in and C_out are multiplied by the kernel size
  kh · kw.
- `xavier_uniform_(weight, gain=1.0, generator=None)` fills `weight` with values of the uniform distribution on [−a, a], where
  a = gain · √(6 / (fan_in + fan_out)).
- `kaiming_normal_(weight, negative_slope=0.0, generator=None)` fills `weight` with values of the normal distribution with mean 0 and
  variance 2 / ((1 + negative_slope²) · fan_in). The negative slope is that of the leaky ReLU that follows; 0 is ReLU.
- `init_model_(model, generator=None)` initializes each `nn.Linear` and each `nn.Conv2d` in the model, however deeply it is nested: its
  weight as by `kaiming_normal_`, and its bias with zeros. A layer can have no bias. All other parameters keep their values.
- `preactivation_stds(x, weights)`: `x` has shape (N, d₀), N ≥ 1. `weights` is a list of weights, of shapes (d₁, d₀), (d₂, d₁) and so on.
  The layers have no bias, and there is a ReLU between them: z₁ = x W₁ᵀ, z₂ = relu(z₁) W₂ᵀ, and so on. Returns a 1-D tensor with the
  standard deviation of each zₗ over all its values, with `correction=0`. `x` and the weights are not changed.

For the two functions that fill a weight:

- The weight is changed in place, and returned.
- It can require grad; it is still a leaf afterwards. It can be float32 or float64.
- All random values are drawn from `generator`, and torch's default generator is then not used. If it is None, the default generator is
  used. `init_model_` passes its generator on.

In 20 ReLU layers of equal width, Kaiming initialization keeps the order of magnitude of the standard deviation. With Xavier initialization
each layer multiplies it by about 1 / √2. Do not use `torch.nn.init`.

Example:

    fans((10, 3, 5, 5))                                           # (75, 250)
    w = xavier_uniform_(torch.empty(200, 100))                    # w.abs().max() is about 0.1414
    x = torch.tensor([[3.0, 4.0]])
    preactivation_stds(x, [torch.eye(2), -torch.ones(1, 2)])      # tensor([0.5000, 0.0000])
"""

import torch
from torch import nn


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    raise NotImplementedError  # TODO


def xavier_uniform_(weight: torch.Tensor, gain: float = 1.0, generator: torch.Generator | None = None) -> torch.Tensor:
    raise NotImplementedError  # TODO


def kaiming_normal_(weight: torch.Tensor, negative_slope: float = 0.0, generator: torch.Generator | None = None) -> torch.Tensor:
    raise NotImplementedError  # TODO


def init_model_(model: nn.Module, generator: torch.Generator | None = None) -> None:
    raise NotImplementedError  # TODO


def preactivation_stds(x: torch.Tensor, weights: list[torch.Tensor]) -> torch.Tensor:
    raise NotImplementedError  # TODO
