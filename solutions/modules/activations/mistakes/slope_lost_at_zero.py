"""The exponential of −|x| never overflows, and |x| has the slope 0 at 0 in torch. So your sigmoid's slope at 0 is 0 or
wrong there, where it should be ¼. Pick x or −x with `where` instead of the absolute value.

Cards: modules/naive-sigmoid-gradient, modules/sigmoid-slope
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    return torch.where(x <= 0, torch.zeros_like(x), x)


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    return torch.where(x > 0, x, slope * x)


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    e = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))


def tanh(x: torch.Tensor) -> torch.Tensor:
    return 2 * sigmoid(2 * x) - 1
