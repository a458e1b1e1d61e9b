"""One call with a doubled batch; a function makes the DDIM step, and handles the last one."""

import torch
from torch import nn


def guided_noise(
    denoiser: nn.Module, x_t: torch.Tensor, timesteps: torch.Tensor, labels: torch.Tensor, null: int, guidance_scale: float
) -> torch.Tensor:
    both = denoiser(torch.cat([x_t, x_t]), timesteps.repeat(2), torch.cat([labels, torch.full_like(labels, null)]))
    cond, uncond = both.chunk(2)
    return torch.lerp(uncond, cond, guidance_scale)


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
    mode = denoiser.training
    x = torch.empty(len(labels), *shape, dtype=alphas_cumprod.dtype, device=alphas_cumprod.device).normal_()
    try:
        denoiser.train(False)
        for i, t in enumerate(timesteps):
            t_batch = torch.full((len(labels),), t, device=labels.device)
            x = ddim_step(
                x,
                guided_noise(denoiser, x, t_batch, labels, null, guidance_scale),
                alphas_cumprod[t],
                alphas_cumprod[timesteps[i + 1]] if i + 1 < len(timesteps) else None,
            )
    finally:
        denoiser.train(mode)
    return space.decode(x)


def ddim_step(x, noise_pred, alpha_cumprod, alpha_cumprod_next):
    x_0 = x / alpha_cumprod.sqrt() - ((1 - alpha_cumprod) / alpha_cumprod).sqrt() * noise_pred
    return x_0 if alpha_cumprod_next is None else alpha_cumprod_next.sqrt() * x_0 + (1 - alpha_cumprod_next).sqrt() * noise_pred
