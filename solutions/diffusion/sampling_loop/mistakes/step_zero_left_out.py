"""The loop ends before step 0: `range(T - 1, 0, -1)` leaves 0 out. A last bit of noise stays in.

Cards: diffusion/sampling-order, diffusion/no-noise-at-the-end
"""

import torch
from torch import nn


@torch.no_grad()
def sample(denoiser: nn.Module, shape: tuple[int, ...], betas: torch.Tensor) -> torch.Tensor:
    bars = (1 - betas).cumprod(dim=0)
    was_training = denoiser.training
    denoiser.eval()
    x = torch.randn(shape, dtype=betas.dtype, device=betas.device)
    for step in range(len(betas) - 1, 0, -1):
        predicted = denoiser(x, x.new_full(shape[:1], step, dtype=torch.long))
        mean = (x - betas[step] / (1 - bars[step]).sqrt() * predicted) / (1 - betas[step]).sqrt()
        x = mean + betas[step].sqrt() * torch.randn_like(x) if step > 0 else mean
    denoiser.train(was_training)
    return x
