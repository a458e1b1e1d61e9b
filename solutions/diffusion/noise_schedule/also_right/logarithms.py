"""A product is a sum of logarithms, and `expm1` gives 1 − ᾱ without a difference of two numbers near 1."""

import torch
from torch import nn


def linear_betas(n_steps, first=1e-4, last=0.02, dtype=torch.float32):
    places = torch.arange(n_steps, dtype=torch.float64) / max(n_steps - 1, 1)
    return (first + (last - first) * places).to(dtype)


def _log_bars(betas):
    return torch.log1p(-betas.double()).cumsum(0)


def alpha_bars(betas):
    return _log_bars(betas).exp().to(betas.dtype)


def posterior_variances(betas):
    lost = -torch.expm1(_log_bars(betas))
    before = nn.functional.pad(lost[:-1], (1, 0))
    return (betas.double() * before / lost).to(betas.dtype)
