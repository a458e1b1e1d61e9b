"""Python's `max` asks whether one tensor is larger than another, and for many numbers there is no single answer. torch
compares number by number.

Cards: modules/relu-at-zero
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    return max(torch.zeros_like(x), x)


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    return torch.where(x > 0, x, slope * x)


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))


def tanh(x: torch.Tensor) -> torch.Tensor:
    return 2 * sigmoid(2 * x) - 1
