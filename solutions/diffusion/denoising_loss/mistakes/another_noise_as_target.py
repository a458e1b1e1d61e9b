"""The target is noise drawn anew, which has nothing to do with what is in x_t. The best answer to that is 0, and nothing is learned. Draw
once, use twice.

Cards: diffusion/noise-once
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    steps = torch.randint(len(alpha_bars), x.shape[:1], device=x.device)
    noise = torch.randn_like(x)
    bars = alpha_bars[steps].reshape(-1, *[1] * (x.ndim - 1))
    noisy = bars.sqrt() * x.detach() + (1 - bars).sqrt() * noise
    return nn.functional.mse_loss(denoiser(noisy.to(x.dtype), steps), torch.randn_like(x))
