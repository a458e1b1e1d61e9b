"""The formulas are right, the precision is not: in float32 1 − ᾱ of the first steps is a difference of two numbers near 1 and keeps three
or four digits. Compute in float64 and round at the end.

Cards: diffusion/schedule-in-float64
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    return (1 - betas).cumprod(dim=0)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    exact = betas
    bars = (1 - exact).cumprod(dim=0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return (exact * (1 - before) / (1 - bars))
