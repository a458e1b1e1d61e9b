"""Timesteps from uniform values in [0, 1), noise from a distribution, the mean squared error written out."""

import torch


def denoising_loss(denoiser, x, alphas_cumprod):
    n, n_steps = len(x), len(alphas_cumprod)
    timesteps = (torch.rand(n, dtype=torch.float64, device=x.device) * n_steps).long()
    noise = torch.distributions.Normal(torch.zeros_like(x), 1).sample()
    signal, sigma = alphas_cumprod[timesteps].sqrt().to(x.dtype), (1 - alphas_cumprod[timesteps]).sqrt().to(x.dtype)
    x_t = (x.detach().movedim(0, -1) * signal + noise.movedim(0, -1) * sigma).movedim(-1, 0)
    return (denoiser(x_t, timesteps) - noise).square().mean()
