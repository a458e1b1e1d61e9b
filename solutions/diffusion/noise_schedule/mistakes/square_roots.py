"""You multiplied the √(1 − β): that is √ᾱ, the factor of the data, not ᾱ, the part of its variance that is left.

Cards: diffusion/alpha-bar-meaning, diffusion/alpha-bar-is-a-product
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    return (1 - betas.double()).sqrt().cumprod(dim=0).to(betas.dtype)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    exact = betas.double()
    bars = (1 - exact).cumprod(dim=0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return (exact * (1 - before) / (1 - bars)).to(betas.dtype)
