"""Detached latents, label dropout with torch.bernoulli, the mean squared error written out, gradients zeroed first."""

import torch
from torch import nn


def add_noise(x: torch.Tensor, timesteps: torch.Tensor, noise: torch.Tensor, alphas_cumprod: torch.Tensor) -> torch.Tensor:
    """x_t for x = x_0, at timesteps of shape (N,): √ᾱ_t · x + √(1 − ᾱ_t) · noise."""
    alpha_cumprod = alphas_cumprod[timesteps].to(x.dtype).view(-1, *[1] * (x.dim() - 1))
    return alpha_cumprod.sqrt() * x + (1 - alpha_cumprod).sqrt() * noise


def latent_step(
    denoiser: nn.Module,
    optimizer: torch.optim.Optimizer,
    space,
    images: torch.Tensor,
    labels: torch.Tensor,
    alphas_cumprod: torch.Tensor,
    null: int,
    p_drop: float,
) -> float:
    denoiser.train(True)
    optimizer.zero_grad()
    latents = space.encode(images).detach()
    timesteps = (torch.rand(len(images), device=images.device) * len(alphas_cumprod)).long()
    noise = torch.empty_like(latents).normal_()
    is_dropped = torch.bernoulli(torch.full((len(images),), p_drop, device=images.device))
    labels = torch.where(is_dropped.bool(), torch.full_like(labels, null), labels)
    loss = (denoiser(add_noise(latents, timesteps, noise, alphas_cumprod), timesteps, labels) - noise).square().mean()
    loss.backward()
    optimizer.step()
    return loss.item()
