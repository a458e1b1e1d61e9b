"""Two normal distributions know of x before the step: from the data and from x after it. Precisions add, means are weighted by them."""

import torch


def look_back(step, betas):
    """Factors of data and of x in the mean, and the variance, of x before the step."""
    beta = betas[step]
    if step == 0:
        return torch.ones_like(beta), torch.zeros_like(beta), torch.zeros_like(beta)
    kept = (1 - betas[:step]).prod()
    from_data, from_x = 1 / (1 - kept), (1 - beta) / beta
    variance = 1 / (from_data + from_x)
    return kept.sqrt() * from_data * variance, (1 - beta).sqrt() / beta * variance, variance


def posterior_mean(x, start, step, betas):
    of_start, of_x, _ = look_back(step, betas)
    return of_start * start + of_x * x


def reverse_step(x, predicted, step, betas, noise, posterior=False):
    kept = (1 - betas[: step + 1]).prod()
    start = (x - (1 - kept).sqrt() * predicted) / kept.sqrt()
    variance = look_back(step, betas)[2] if posterior else betas[step]
    return posterior_mean(x, start, step, betas) + (step > 0) * variance.sqrt() * noise
