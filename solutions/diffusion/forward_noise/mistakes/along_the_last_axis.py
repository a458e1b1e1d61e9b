"""The factors, of shape (N,), lie along the *last* axis of x: shapes match from the right. That raises, or, with as many samples as
columns, scales columns in place of samples and says nothing.

Cards: diffusion/factor-on-the-wrong-axis, diffusion/a-factor-for-each-sample
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.to(x.dtype)


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return column(bars.sqrt(), x) * x + column((1 - bars).sqrt(), x) * noise


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return (x - column((1 - bars).sqrt(), x) * noise) / column(bars.sqrt(), x)
