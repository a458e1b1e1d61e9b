"""Encodes under `no_grad`, since latents are data; timestep, noise and label dropout are sampled per sample."""

import torch
from torch import nn
from torch.nn.functional import mse_loss


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
    denoiser.train()
    with torch.no_grad():
        latents = space.encode(images)
    timesteps, noise = torch.randint_like(labels, len(alphas_cumprod)), torch.randn_like(latents)
    is_dropped = torch.rand_like(labels, dtype=latents.dtype) < p_drop
    noise_pred = denoiser(add_noise(latents, timesteps, noise, alphas_cumprod), timesteps, labels.masked_fill(is_dropped, null))
    loss = mse_loss(noise_pred, noise)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
