"""The denoiser gets a single number as step. It takes a step for each sample, shape (N,), as in training.

Cards: diffusion/one-step-a-sample, diffusion/a-factor-for-each-sample
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
        predicted = denoiser(x, torch.tensor(step, device=betas.device))
        mean = (x - betas[step] / (1 - bars[step]).sqrt() * predicted) / (1 - betas[step]).sqrt()
        x = mean + betas[step].sqrt() * torch.randn_like(x) if step > 0 else mean
    denoiser.train(was_training)
    return x
