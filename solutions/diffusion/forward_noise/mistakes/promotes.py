"""A schedule in float64 makes the result float64, and the next layer in float32 raises. Bring the factors to the dtype of x.

Cards: diffusion/schedule-in-float64
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.reshape(-1, *[1] * (x.ndim - 1))


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return column(bars.sqrt(), x) * x + column((1 - bars).sqrt(), x) * noise


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return (x - column((1 - bars).sqrt(), x) * noise) / column(bars.sqrt(), x)
