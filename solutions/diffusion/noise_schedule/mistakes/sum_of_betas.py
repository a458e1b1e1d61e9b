"""You subtracted the betas one after the other from 1. Each step takes its share of what is *left*, so the shares multiply; a sum falls
below 0 after 313 of the 1000 steps of the DDPM paper.

Cards: diffusion/alpha-bar-is-a-product
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    return (1 - betas.double().cumsum(dim=0)).to(betas.dtype)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    exact = betas.double()
    bars = 1 - exact.cumsum(dim=0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return (exact * (1 - before) / (1 - bars)).to(betas.dtype)
