"""`[:, None]` adds one axis, which is right for points (N, D) alone. Pictures (N, C, H, W) need three, plain numbers (N,) none.

Cards: diffusion/a-factor-for-each-sample
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.to(x.dtype)[:, None]


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return column(bars.sqrt(), x) * x + column((1 - bars).sqrt(), x) * noise


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return (x - column((1 - bars).sqrt(), x) * noise) / column(bars.sqrt(), x)
