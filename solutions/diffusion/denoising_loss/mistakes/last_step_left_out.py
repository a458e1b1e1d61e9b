"""The last step never comes up: the upper limit of `randint` is left out by itself, and you took one more off. Sampling starts at just this
step, which was then never trained.

Cards: diffusion/uniform-steps
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    steps = torch.randint(len(alpha_bars) - 1, x.shape[:1], device=x.device)
    noise = torch.randn_like(x)
    bars = alpha_bars[steps].reshape(-1, *[1] * (x.ndim - 1))
    noisy = bars.sqrt() * x.detach() + (1 - bars).sqrt() * noise
    return nn.functional.mse_loss(denoiser(noisy.to(x.dtype), steps), noise)
