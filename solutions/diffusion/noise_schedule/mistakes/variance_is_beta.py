"""You took ᾱ after the step in both places, so the quotient is 1 and the variance β_t. With the data known it is smaller: above the line
stands ᾱ from *before* the step.

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
    before = bars
    return (exact * (1 - before) / (1 - bars)).to(betas.dtype)
