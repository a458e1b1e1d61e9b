"""For large x, eˣ is infinite, and ∞ / ∞ is NaN. Use the sigmoid: tanh(x) = 2 · sigmoid(2x) − 1.

Cards: modules/tanh-from-sigmoid, modules/naive-sigmoid-gradient
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    return torch.where(x <= 0, torch.zeros_like(x), x)


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    return torch.where(x > 0, x, slope * x)


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))


def tanh(x: torch.Tensor) -> torch.Tensor:
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))
