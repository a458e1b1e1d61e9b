"""Step 0 never comes up. The paper counts from 1, here steps are places in a tensor and begin at 0; sampling ends with this step.

Cards: diffusion/uniform-steps, diffusion/steps-from-zero
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    steps = torch.randint(1, len(alpha_bars), x.shape[:1], device=x.device)
    noise = torch.randn_like(x)
    bars = alpha_bars[steps].reshape(-1, *[1] * (x.ndim - 1))
    noisy = bars.sqrt() * x.detach() + (1 - bars).sqrt() * noise
    return nn.functional.mse_loss(denoiser(noisy.to(x.dtype), steps), noise)
