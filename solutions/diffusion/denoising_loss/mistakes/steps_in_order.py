"""The steps go round in order, 0, 1, 2, …, with the place in the batch. They must be drawn: otherwise the first samples of a batch only
ever see early steps.

Cards: diffusion/uniform-steps, diffusion/one-step-a-sample
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    steps = torch.arange(len(x), device=x.device) % len(alpha_bars)
    noise = torch.randn_like(x)
    bars = alpha_bars[steps].reshape(-1, *[1] * (x.ndim - 1))
    noisy = bars.sqrt() * x.detach() + (1 - bars).sqrt() * noise
    return nn.functional.mse_loss(denoiser(noisy.to(x.dtype), steps), noise)
