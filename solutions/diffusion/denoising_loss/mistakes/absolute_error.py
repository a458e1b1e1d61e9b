"""The loss is the mean *absolute* error. Its best answer is the median of the noise; the formulas of sampling need the mean, and so the
squared error.

Cards: diffusion/training-target, diffusion/loss-never-zero
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    steps = torch.randint(len(alpha_bars), x.shape[:1], device=x.device)
    noise = torch.randn_like(x)
    bars = alpha_bars[steps].reshape(-1, *[1] * (x.ndim - 1))
    noisy = bars.sqrt() * x.detach() + (1 - bars).sqrt() * noise
    return nn.functional.l1_loss(denoiser(noisy.to(x.dtype), steps), noise)
