"""Computes 1 − ᾱ in float64, and converts only the result to the dtype of betas."""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    return (1 - betas.double()).cumprod(dim=0).to(betas.dtype)


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    betas_64 = betas.double()
    alphas_cumprod = (1 - betas_64).cumprod(dim=0)
    alphas_cumprod_prev = torch.cat([torch.ones_like(alphas_cumprod[:1]), alphas_cumprod[:-1]])
    return (betas_64 * (1 - alphas_cumprod_prev) / (1 - alphas_cumprod)).to(betas.dtype)
