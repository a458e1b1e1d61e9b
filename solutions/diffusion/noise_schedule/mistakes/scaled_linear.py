"""Your betas are the squares of equally spaced square roots. Stable Diffusion has this schedule, under the name *scaled linear*; asked for
is the linear one.

Cards: diffusion/scaled-linear
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first**0.5, last**0.5, n_steps, dtype=dtype) ** 2


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    return (1 - betas.double()).cumprod(dim=0).to(betas.dtype)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    exact = betas.double()
    bars = (1 - exact).cumprod(dim=0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return (exact * (1 - before) / (1 - bars)).to(betas.dtype)
