"""The whole batch gets one and the same step. Each sample needs its own: a batch then stands for the mean over the steps, and the gradient
scatters far less.

Cards: diffusion/one-step-a-sample
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    steps = torch.randint(len(alpha_bars), (1,), device=x.device).expand(len(x))
    noise = torch.randn_like(x)
    bars = alpha_bars[steps].reshape(-1, *[1] * (x.ndim - 1))
    noisy = bars.sqrt() * x.detach() + (1 - bars).sqrt() * noise
    return nn.functional.mse_loss(denoiser(noisy.to(x.dtype), steps), noise)
