"""Restores the previous mode; every step except the last adds noise."""

import torch
from torch import nn


@torch.no_grad()
def sample(denoiser: nn.Module, shape: tuple[int, ...], betas: torch.Tensor) -> torch.Tensor:
    alphas_cumprod = (1 - betas).cumprod(dim=0)
    was_training = denoiser.training
    denoiser.eval()
    x = torch.randn(shape, dtype=betas.dtype, device=betas.device)
    for t in reversed(range(len(betas))):
        noise_pred = denoiser(x, x.new_full(shape[:1], t, dtype=torch.long))
        mean = (x - betas[t] / (1 - alphas_cumprod[t]).sqrt() * noise_pred) / (1 - betas[t]).sqrt()
        x = mean + betas[t].sqrt() * torch.randn_like(x) if t > 0 else mean
    denoiser.train(was_training)
    return x
