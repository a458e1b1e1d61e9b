"""The input of the denoiser is computed under `no_grad`, so the data gets no gradient."""

import torch
from torch import nn


def add_noise(x, timesteps, noise, alphas_cumprod):
    alpha_cumprod = alphas_cumprod[timesteps].view(len(x), *(1 for _ in x.shape[1:]))
    return (alpha_cumprod**0.5 * x + (1 - alpha_cumprod) ** 0.5 * noise).to(x.dtype)


def denoising_loss(denoiser, x, alphas_cumprod):
    with torch.no_grad():
        noise = torch.randn(x.shape, dtype=x.dtype, device=x.device)
        timesteps = torch.randint(0, len(alphas_cumprod), (len(x),), device=x.device)
        x_t = add_noise(x, timesteps, noise, alphas_cumprod)
    return nn.MSELoss()(noise, denoiser(x_t, timesteps))
