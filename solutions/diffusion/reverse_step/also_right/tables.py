"""Computes all coefficients of the schedule first, then selects those of t; at t = 0 the factor of the noise is 0."""

import torch


def coefficients(betas):
    alphas_cumprod = torch.cumprod(1 - betas, 0)
    alphas_cumprod_prev = torch.cat([torch.ones_like(alphas_cumprod[:1]), alphas_cumprod[:-1]])
    return alphas_cumprod, alphas_cumprod_prev, betas * (1 - alphas_cumprod_prev) / (1 - alphas_cumprod)


def posterior_mean(x_t, x_0, t, betas):
    alphas_cumprod, alphas_cumprod_prev, _ = coefficients(betas)
    variance = 1 - alphas_cumprod[t]
    return alphas_cumprod_prev[t] ** 0.5 * betas[t] / variance * x_0 + (1 - betas[t]) ** 0.5 * (1 - alphas_cumprod_prev[t]) / variance * x_t


def reverse_step(x_t, noise_pred, t, betas, noise, posterior=False):
    alphas_cumprod, _, posterior_variances = coefficients(betas)
    std = (posterior_variances if posterior else betas)[t] ** 0.5 if t else 0.0
    return (x_t - betas[t] * noise_pred / (1 - alphas_cumprod[t]) ** 0.5) * (1 - betas[t]) ** -0.5 + std * noise
