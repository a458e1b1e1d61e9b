"""(x + |x|) / 2 has the slope ½ at 0, and for −∞ it is −∞ + ∞, which is NaN.

Cards: modules/relu-at-zero, modules/times-a-mask
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    return (x + x.abs()) / 2


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    return torch.where(x > 0, x, slope * x)


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))


def tanh(x: torch.Tensor) -> torch.Tensor:
    return 2 * sigmoid(2 * x) - 1
