"""Detached codes, a coin with torch.bernoulli, the mean of the squares written out, clearing after the step and before the first."""

import torch
from torch import nn


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
    denoiser.train(True)
    optimizer.zero_grad()
    codes = space.encode(images).detach()
    steps = (torch.rand(len(images), device=images.device) * len(alpha_bars)).long()
    noise = torch.empty_like(codes).normal_()
    coin = torch.bernoulli(torch.full((len(images),), p_drop, device=images.device))
    labels = torch.where(coin.bool(), torch.full_like(labels, null), labels)
    loss = (denoiser(add_noise(codes, steps, noise, alpha_bars), steps, labels) - noise).square().mean()
    loss.backward()
    optimizer.step()
    return loss.item()
