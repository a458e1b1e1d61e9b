"""2 · sigmoid(x) − 1 is tanh(x / 2). The argument needs the factor 2 as well.

Cards: modules/tanh-from-sigmoid
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    return torch.where(x <= 0, torch.zeros_like(x), x)


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    return torch.where(x > 0, x, slope * x)


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))


def tanh(x: torch.Tensor) -> torch.Tensor:
    return 2 * sigmoid(x) - 1
