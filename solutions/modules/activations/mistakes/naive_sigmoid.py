"""1 / (1 + e⁻ˣ) has the right values. For x = −1000, e⁻ˣ is infinite, and the gradient on the way back is 0 · ∞ = NaN.
Use `logaddexp`, or an exponential of negative numbers only.

Cards: modules/naive-sigmoid-gradient
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    return torch.where(x <= 0, torch.zeros_like(x), x)


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    return torch.where(x > 0, x, slope * x)


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    return 1 / (1 + torch.exp(-x))


def tanh(x: torch.Tensor) -> torch.Tensor:
    return 2 * sigmoid(2 * x) - 1
