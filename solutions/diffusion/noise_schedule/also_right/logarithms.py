"""The cumulative product as a sum of logarithms; `expm1` gives 1 − ᾱ without subtracting two values near 1."""

import torch
from torch import nn


def linear_betas(n_steps, first=1e-4, last=0.02, dtype=torch.float32):
    fractions = torch.arange(n_steps, dtype=torch.float64) / max(n_steps - 1, 1)
    return (first + (last - first) * fractions).to(dtype)


def _log_alphas_cumprod(betas):
    return torch.log1p(-betas.double()).cumsum(0)


def alpha_bars(betas):
    return _log_alphas_cumprod(betas).exp().to(betas.dtype)


def posterior_variances(betas):
    noise_var = -torch.expm1(_log_alphas_cumprod(betas))
    noise_var_prev = nn.functional.pad(noise_var[:-1], (1, 0))
    return (betas.double() * noise_var_prev / noise_var).to(betas.dtype)
