"""You computed in float64, which is right, and returned float64, which was not asked for: the schedule then makes all that it is multiplied
with float64. Go back to the dtype of the betas.

Cards: diffusion/schedule-in-float64
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    return (1 - betas.double()).cumprod(dim=0)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    exact = betas.double()
    bars = (1 - exact).cumprod(dim=0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    return (exact * (1 - before) / (1 - bars))
