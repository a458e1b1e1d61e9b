"""In `posterior_mean` data and x have each other's factor. At step 0 the mean must be the data, so its factor is the one that becomes 1.

Cards: diffusion/mean-at-step-zero
"""

import torch


def numbers_at(step: int, betas: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """β, ᾱ and the ᾱ before, at a step."""
    bars = (1 - betas).cumprod(dim=0)
    before = bars[step - 1] if step > 0 else torch.ones_like(betas[step])
    return betas[step], bars[step], before


def posterior_mean(x: torch.Tensor, start: torch.Tensor, step: int, betas: torch.Tensor) -> torch.Tensor:
    beta, bar, before = numbers_at(step, betas)
    of_start = before.sqrt() * beta / (1 - bar)
    of_x = (1 - beta).sqrt() * (1 - before) / (1 - bar)
    return of_x * start + of_start * x


def reverse_step(
    x: torch.Tensor, predicted: torch.Tensor, step: int, betas: torch.Tensor, noise: torch.Tensor, posterior: bool = False
) -> torch.Tensor:
    beta, bar, before = numbers_at(step, betas)
    mean = (x - beta / (1 - bar).sqrt() * predicted) / (1 - beta).sqrt()
    if step == 0:
        return mean
    variance = beta * (1 - before) / (1 - bar) if posterior else beta
    return mean + variance.sqrt() * noise
