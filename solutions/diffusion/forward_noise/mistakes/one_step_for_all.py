"""The whole batch gets the step of its first sample. Each sample has its own: take `alpha_bars[steps]`, one number a sample.

Cards: diffusion/one-step-a-sample, diffusion/a-factor-for-each-sample
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps[:1]]
    return column(bars.sqrt(), x) * x + column((1 - bars).sqrt(), x) * noise


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps[:1]]
    return (x - column((1 - bars).sqrt(), x) * noise) / column(bars.sqrt(), x)
