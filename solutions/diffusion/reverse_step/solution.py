"""The three coefficients of a timestep are computed in one place; at t = 0 the mean is the result."""

import torch


def coefficients(t: int, betas: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """β_t, ᾱ_t and ᾱ_{t−1}."""
    alphas_cumprod = (1 - betas).cumprod(dim=0)
    alpha_cumprod_prev = alphas_cumprod[t - 1] if t > 0 else torch.ones_like(betas[t])
    return betas[t], alphas_cumprod[t], alpha_cumprod_prev


def posterior_mean(x_t: torch.Tensor, x_0: torch.Tensor, t: int, betas: torch.Tensor) -> torch.Tensor:
    beta, alpha_cumprod, alpha_cumprod_prev = coefficients(t, betas)
    coef_x_0 = alpha_cumprod_prev.sqrt() * beta / (1 - alpha_cumprod)
    coef_x_t = (1 - beta).sqrt() * (1 - alpha_cumprod_prev) / (1 - alpha_cumprod)
    return coef_x_0 * x_0 + coef_x_t * x_t


def reverse_step(
    x_t: torch.Tensor, noise_pred: torch.Tensor, t: int, betas: torch.Tensor, noise: torch.Tensor, posterior: bool = False
) -> torch.Tensor:
    beta, alpha_cumprod, alpha_cumprod_prev = coefficients(t, betas)
    mean = (x_t - beta / (1 - alpha_cumprod).sqrt() * noise_pred) / (1 - beta).sqrt()
    if t == 0:
        return mean
    variance = beta * (1 - alpha_cumprod_prev) / (1 - alpha_cumprod) if posterior else beta
    return mean + variance.sqrt() * noise
