"""Steps from random numbers in [0, 1), noise from a distribution, the mean written out."""

import torch


def denoising_loss(denoiser, x, alpha_bars):
    n, n_steps = len(x), len(alpha_bars)
    steps = (torch.rand(n, dtype=torch.float64, device=x.device) * n_steps).long()
    noise = torch.distributions.Normal(torch.zeros_like(x), 1).sample()
    signal, rest = alpha_bars[steps].sqrt().to(x.dtype), (1 - alpha_bars[steps]).sqrt().to(x.dtype)
    noisy = (x.detach().movedim(0, -1) * signal + noise.movedim(0, -1) * rest).movedim(-1, 0)
    return (denoiser(noisy, steps) - noise).square().mean()
