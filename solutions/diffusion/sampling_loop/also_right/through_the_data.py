"""Each step estimates the data first, then takes the mean of x before the step with the data known: the same mean."""

import torch


def sample(denoiser, shape, betas):
    training = denoiser.training
    try:
        with torch.inference_mode():
            return walk_back(denoiser.eval(), shape, betas).clone()
    finally:
        denoiser.train(training)


def walk_back(denoiser, shape, betas):
    bars = torch.cumprod(1 - betas, 0)
    before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
    steps = torch.zeros(shape[0], dtype=torch.long, device=betas.device)
    x = torch.randn(*shape, dtype=betas.dtype, device=betas.device)
    for t in range(len(betas) - 1, -1, -1):
        noise = denoiser(x, steps + t)
        start = (x - (1 - bars[t]) ** 0.5 * noise) / bars[t] ** 0.5
        of_start = before[t] ** 0.5 * betas[t] / (1 - bars[t])
        of_x = (1 - betas[t]) ** 0.5 * (1 - before[t]) / (1 - bars[t])
        x = of_start * start + of_x * x
        if t:
            x += betas[t] ** 0.5 * torch.randn(*shape, dtype=betas.dtype, device=betas.device)
    return x
