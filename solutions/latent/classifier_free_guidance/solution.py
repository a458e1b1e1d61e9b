"""Guidance is one line; DDIM goes from each timestep to the next in the list, and from the last to ᾱ = 1."""

import torch
from torch import nn


def guided_noise(
    denoiser: nn.Module, x_t: torch.Tensor, timesteps: torch.Tensor, labels: torch.Tensor, null: int, guidance_scale: float
) -> torch.Tensor:
    uncond = denoiser(x_t, timesteps, torch.full_like(labels, null))
    return uncond + guidance_scale * (denoiser(x_t, timesteps, labels) - uncond)


@torch.no_grad()
def guided_sample(
    denoiser: nn.Module,
    space,
    labels: torch.Tensor,
    shape: tuple[int, ...],
    alphas_cumprod: torch.Tensor,
    timesteps: list[int],
    guidance_scale: float,
    null: int,
) -> torch.Tensor:
    was_training = denoiser.training
    denoiser.eval()
    x = torch.randn(len(labels), *shape, dtype=alphas_cumprod.dtype, device=alphas_cumprod.device)
    selected = [alphas_cumprod[t] for t in timesteps] + [alphas_cumprod.new_ones(())]
    for t, alpha_cumprod, alpha_cumprod_next in zip(timesteps, selected, selected[1:]):
        noise_pred = guided_noise(denoiser, x, torch.full_like(labels, t), labels, null, guidance_scale)
        x_0 = (x - (1 - alpha_cumprod).sqrt() * noise_pred) / alpha_cumprod.sqrt()
        x = alpha_cumprod_next.sqrt() * x_0 + (1 - alpha_cumprod_next).sqrt() * noise_pred
    denoiser.train(was_training)
    return space.decode(x)
