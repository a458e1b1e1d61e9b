"""A gradient goes on into x. If x are codes, the loss trains the encoder, too, and it learns codes that are easy to denoise: all of them 0.
Detach x.

Cards: autoencoders/gradient-through-the-code
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    steps = torch.randint(len(alpha_bars), x.shape[:1], device=x.device)
    noise = torch.randn_like(x)
    bars = alpha_bars[steps].reshape(-1, *[1] * (x.ndim - 1))
    noisy = bars.sqrt() * x + (1 - bars).sqrt() * noise
    return nn.functional.mse_loss(denoiser(noisy.to(x.dtype), steps), noise)
