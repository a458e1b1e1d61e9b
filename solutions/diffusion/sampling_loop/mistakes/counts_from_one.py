"""The denoiser is told t + 1. It was trained with steps 0 to T − 1, the places of ᾱ; here they are counted in the same way.

Cards: diffusion/steps-from-zero, diffusion/sampling-order
"""

import torch
from torch import nn


@torch.no_grad()
def sample(denoiser: nn.Module, shape: tuple[int, ...], betas: torch.Tensor) -> torch.Tensor:
    bars = (1 - betas).cumprod(dim=0)
    was_training = denoiser.training
    denoiser.eval()
    x = torch.randn(shape, dtype=betas.dtype, device=betas.device)
    for step in reversed(range(len(betas))):
        predicted = denoiser(x, x.new_full(shape[:1], step + 1, dtype=torch.long))
        mean = (x - betas[step] / (1 - bars[step]).sqrt() * predicted) / (1 - betas[step]).sqrt()
        x = mean + betas[step].sqrt() * torch.randn_like(x) if step > 0 else mean
    denoiser.train(was_training)
    return x
