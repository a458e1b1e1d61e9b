"""The quotient is upside down: it gives a variance above β_t, and infinity at step 0. Knowing the data makes the variance smaller, so above
the line stands the smaller number, 1 − ᾱ from before the step.

Cards: diffusion/posterior-variance-at-zero, diffusion/two-variances
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    return (1 - betas.double()).cumprod(dim=0).to(betas.dtype)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    exact = betas.double()
    bars = (1 - exact).cumprod(dim=0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return (exact * (1 - bars) / (1 - before)).to(betas.dtype)
