"""Data and noise have each other's factor: at step 0 x would be nearly pure noise. ᾱ is what is left of the *data*.

Cards: diffusion/alpha-bar-meaning, diffusion/closed-form
"""

import torch


def column(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor a sample, on the batch axis of x and in its precision."""
    return factors.to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return column((1 - bars).sqrt(), x) * x + column(bars.sqrt(), x) * noise


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    bars = alpha_bars[steps]
    return (x - column(bars.sqrt(), x) * noise) / column((1 - bars).sqrt(), x)
