"""You set the negative entries of x itself to 0. It is the caller's tensor, and a leaf that requires grad refuses it.
Work on a copy.

Cards: autograd/in-place-leaf
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    x[x <= 0] = 0
    return x


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    return torch.where(x > 0, x, slope * x)


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))


def tanh(x: torch.Tensor) -> torch.Tensor:
    return 2 * sigmoid(2 * x) - 1
