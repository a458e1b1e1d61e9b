"""Samples timesteps and noise once each; the noise is mixed into x_t and is the target."""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alphas_cumprod: torch.Tensor) -> torch.Tensor:
    timesteps = torch.randint(len(alphas_cumprod), x.shape[:1], device=x.device)
    noise = torch.randn_like(x)
    alpha_cumprod = alphas_cumprod[timesteps].reshape(-1, *[1] * (x.ndim - 1))
    x_t = alpha_cumprod.sqrt() * x.detach() + (1 - alpha_cumprod).sqrt() * noise
    return nn.functional.mse_loss(denoiser(x_t.to(x.dtype), timesteps), noise)
