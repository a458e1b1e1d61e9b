"""ᾱ and 1 − ᾱ are parts of a variance; the factors are their roots.

Cards: diffusion/closed-form
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    steps = torch.randint(len(alpha_bars), x.shape[:1], device=x.device)
    noise = torch.randn_like(x)
    bars = alpha_bars[steps].reshape(-1, *[1] * (x.ndim - 1))
    noisy = bars * x.detach() + (1 - bars) * noise
    return nn.functional.mse_loss(denoiser(noisy.to(x.dtype), steps), noise)
