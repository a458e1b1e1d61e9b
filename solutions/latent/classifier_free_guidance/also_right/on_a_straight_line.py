"""DDIM in the rescaled variable x/√ᾱ: it changes by the predicted noise times the change of √(1/ᾱ − 1)."""

import torch
from torch import nn


def guided_noise(
    denoiser: nn.Module, x_t: torch.Tensor, timesteps: torch.Tensor, labels: torch.Tensor, null: int, guidance_scale: float
) -> torch.Tensor:
    uncond = denoiser(x_t, timesteps, torch.full_like(labels, null))
    cond = denoiser(x_t, timesteps, labels)
    return (1 - guidance_scale) * uncond + guidance_scale * cond


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
    noise_to_signal = [(1 / alphas_cumprod[t] - 1).sqrt() for t in timesteps] + [0.0]
    x = x / alphas_cumprod[timesteps[0]].sqrt()
    for i, t in enumerate(timesteps):
        seen = x * alphas_cumprod[t].sqrt()
        noise_pred = guided_noise(denoiser, seen, torch.full_like(labels, t), labels, null, guidance_scale)
        x = x + (noise_to_signal[i + 1] - noise_to_signal[i]) * noise_pred
    denoiser.train(was_training)
    return space.decode(x)
