"""A loop over the timesteps, with Bayes' rule for two Gaussians: the inverse variances add."""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.linspace(first, last, n_steps, dtype=dtype)


def alpha_bars(betas):
    alpha_cumprod, alphas_cumprod = torch.ones_like(betas[0], dtype=torch.float64), []
    for beta in betas.double():
        alpha_cumprod = alpha_cumprod * (1 - beta)
        alphas_cumprod.append(alpha_cumprod)
    return torch.stack(alphas_cumprod).to(betas.dtype)


def posterior_variances(betas):
    variance = torch.zeros_like(betas[0], dtype=torch.float64)
    result = []
    for beta in betas.double():
        result.append(variance * beta / (beta + (1 - beta) * variance))
        variance = (1 - beta) * variance + beta
    return torch.stack(result).to(betas.dtype)
