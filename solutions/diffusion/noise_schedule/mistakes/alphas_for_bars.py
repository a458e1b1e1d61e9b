"""In the variance stand α_t and α_{t−1} of single steps, where ᾱ belongs: the noise of *all* steps so far.

Cards: diffusion/alpha-bar-meaning, diffusion/two-variances
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    return (1 - betas.double()).cumprod(dim=0).to(betas.dtype)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    exact = betas.double()
    bars = 1 - exact
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return (exact * (1 - before) / (1 - bars)).to(betas.dtype)
