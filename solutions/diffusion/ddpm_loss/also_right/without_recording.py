"""What the denoiser is given is made under `no_grad`, so no graph can lead to the data."""

import torch
from torch import nn


def add_noise(x, steps, noise, alpha_bars):
    bars = alpha_bars[steps].view(len(x), *(1 for _ in x.shape[1:]))
    return (bars**0.5 * x + (1 - bars) ** 0.5 * noise).to(x.dtype)


def denoising_loss(denoiser, x, alpha_bars):
    with torch.no_grad():
        noise = torch.randn(x.shape, dtype=x.dtype, device=x.device)
        steps = torch.randint(0, len(alpha_bars), (len(x),), device=x.device)
        noisy = add_noise(x, steps, noise, alpha_bars)
    return nn.MSELoss()(noise, denoiser(noisy, steps))
