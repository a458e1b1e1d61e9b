"""ᾱ and 1 − ᾱ are parts of a *variance*; you multiplied by them as they are. A factor c changes the variance by c², so the roots belong
there: with yours the variance of x sinks to a half on the way.

Cards: diffusion/closed-form, diffusion/one-forward-step
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return column(bars, x) * x + column(1 - bars, x) * noise


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return (x - column(1 - bars, x) * noise) / column(bars, x)
