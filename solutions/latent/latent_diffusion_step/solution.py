"""Codes are data: made without a graph. Every sample has a step, a noise and a coin of its own."""

import torch
from torch import nn
from torch.nn.functional import mse_loss


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    """x at the steps (N,): √ᾱ · x + √(1 − ᾱ) · noise."""
    kept = alpha_bars[steps].to(x.dtype).view(-1, *[1] * (x.dim() - 1))
    return kept.sqrt() * x + (1 - kept).sqrt() * noise


def latent_step(
    denoiser: nn.Module,
    optimizer: torch.optim.Optimizer,
    space,
    images: torch.Tensor,
    labels: torch.Tensor,
    alpha_bars: torch.Tensor,
    null: int,
    p_drop: float,
) -> float:
    denoiser.train()
    with torch.no_grad():
        codes = space.encode(images)
    steps, noise = torch.randint_like(labels, len(alpha_bars)), torch.randn_like(codes)
    is_dropped = torch.rand_like(labels, dtype=codes.dtype) < p_drop
    predicted = denoiser(add_noise(codes, steps, noise, alpha_bars), steps, labels.masked_fill(is_dropped, null))
    loss = mse_loss(predicted, noise)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
