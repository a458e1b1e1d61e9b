"""A loop over the steps, with Bayes' rule for two normal distributions: precisions add."""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas):
    left, bars = torch.ones_like(betas[0], dtype=torch.float64), []
    for beta in betas.double():
        left = left * (1 - beta)
        bars.append(left)
    return torch.stack(bars).to(betas.dtype)


def posterior_variances(betas):
    variance = torch.zeros_like(betas[0], dtype=torch.float64)
    result = []
    for beta in betas.double():
        result.append(variance * beta / (beta + (1 - beta) * variance))
        variance = (1 - beta) * variance + beta
    return torch.stack(result).to(betas.dtype)
