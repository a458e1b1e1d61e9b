"""One pair of factors per sample, reshaped to broadcast; the inverse is the same equation solved for x_0."""

import torch


def per_sample(factors: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """One factor per sample, shape (N, 1, …, 1), in the dtype of x."""
    return factors.to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))


def add_noise(x: torch.Tensor, timesteps: torch.Tensor, noise: torch.Tensor, alphas_cumprod: torch.Tensor) -> torch.Tensor:
    alpha_cumprod = alphas_cumprod[timesteps]
    return per_sample(alpha_cumprod.sqrt(), x) * x + per_sample((1 - alpha_cumprod).sqrt(), x) * noise


def remove_noise(x: torch.Tensor, timesteps: torch.Tensor, noise: torch.Tensor, alphas_cumprod: torch.Tensor) -> torch.Tensor:
    alpha_cumprod = alphas_cumprod[timesteps]
    return (x - per_sample((1 - alpha_cumprod).sqrt(), x) * noise) / per_sample(alpha_cumprod.sqrt(), x)
