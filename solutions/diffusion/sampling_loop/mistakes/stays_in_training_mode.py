"""The denoiser is called in the mode in which it came. In the middle of training that is training mode: dropout drops, batch norm mixes the
samples.

Cards: diffusion/sampling-in-eval-mode
"""

import torch
from torch import nn


@torch.no_grad()
def sample(denoiser: nn.Module, shape: tuple[int, ...], betas: torch.Tensor) -> torch.Tensor:
    bars = (1 - betas).cumprod(dim=0)
    x = torch.randn(shape, dtype=betas.dtype, device=betas.device)
    for step in reversed(range(len(betas))):
        predicted = denoiser(x, x.new_full(shape[:1], step, dtype=torch.long))
        mean = (x - betas[step] / (1 - bars[step]).sqrt() * predicted) / (1 - betas[step]).sqrt()
        x = mean + betas[step].sqrt() * torch.randn_like(x) if step > 0 else mean
    return x
