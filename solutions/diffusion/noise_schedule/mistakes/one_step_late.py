"""Your ᾱ starts with 1: it is ᾱ *before* each step. ᾱ_t includes step t itself, so ᾱ_0 is 1 − β_0 and the last one is nearest to 0.

Cards: diffusion/alpha-bar-is-a-product, diffusion/steps-from-zero
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    bars = (1 - betas.double()).cumprod(dim=0)
    return torch.cat([torch.ones_like(bars[:1]), bars[:-1]]).to(betas.dtype)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    exact = betas.double()
    bars = (1 - exact).cumprod(dim=0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return (exact * (1 - before) / (1 - bars)).to(betas.dtype)
