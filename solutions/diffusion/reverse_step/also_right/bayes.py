"""Combines two Gaussians for x_{t−1}, one given x_0 and one given x_t: inverse variances add, and weight the means."""

import torch


def posterior_of(t, betas):
    """The coefficients of x_0 and x_t in the mean of q(x_{t−1} | x_t, x_0), and its variance."""
    beta = betas[t]
    if t == 0:
        return torch.ones_like(beta), torch.zeros_like(beta), torch.zeros_like(beta)
    alpha_cumprod = (1 - betas[:t]).prod()
    precision_x_0, precision_x_t = 1 / (1 - alpha_cumprod), (1 - beta) / beta
    variance = 1 / (precision_x_0 + precision_x_t)
    return alpha_cumprod.sqrt() * precision_x_0 * variance, (1 - beta).sqrt() / beta * variance, variance


def posterior_mean(x_t, x_0, t, betas):
    coef_x_0, coef_x_t, _ = posterior_of(t, betas)
    return coef_x_0 * x_0 + coef_x_t * x_t


def reverse_step(x_t, noise_pred, t, betas, noise, posterior=False):
    alpha_cumprod = (1 - betas[: t + 1]).prod()
    x_0 = (x_t - (1 - alpha_cumprod).sqrt() * noise_pred) / alpha_cumprod.sqrt()
    variance = posterior_of(t, betas)[2] if posterior else betas[t]
    return posterior_mean(x_t, x_0, t, betas) + (t > 0) * variance.sqrt() * noise
