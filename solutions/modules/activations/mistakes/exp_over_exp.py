"""eˣ / (1 + eˣ) is ∞ / ∞ for large x, which is NaN already in the value.

Cards: modules/naive-sigmoid-gradient
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    return torch.where(x <= 0, torch.zeros_like(x), x)


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    return torch.where(x > 0, x, slope * x)


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(x) / (1 + torch.exp(x))


def tanh(x: torch.Tensor) -> torch.Tensor:
    return 2 * sigmoid(2 * x) - 1
