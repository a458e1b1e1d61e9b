"""Another order of sampling, and gradients from `torch.autograd.grad`."""

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
    with torch.inference_mode():
        latents = space.encode(images)
    latents = latents.clone()
    noise = torch.randn(latents.shape, dtype=latents.dtype, device=latents.device)
    is_dropped = torch.rand(len(latents), device=latents.device).lt(p_drop)
    timesteps = torch.randint(0, alphas_cumprod.shape[0], (len(latents),), device=latents.device)
    noise_pred = denoiser(add_noise(latents, timesteps, noise, alphas_cumprod), timesteps, labels.masked_fill(is_dropped, null))
    loss = mse_loss(noise_pred, noise)
    params = list(denoiser.parameters())
    for param, grad in zip(params, torch.autograd.grad(loss, params), strict=True):
        param.grad = grad
    optimizer.step()
    return loss.item()
