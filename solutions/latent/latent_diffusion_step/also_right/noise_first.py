"""Another order of what is drawn, and gradients that are asked for."""

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
    with torch.inference_mode():
        codes = space.encode(images)
    codes = codes.clone()
    noise = torch.randn(codes.shape, dtype=codes.dtype, device=codes.device)
    is_dropped = torch.rand(len(codes), device=codes.device).lt(p_drop)
    steps = torch.randint(0, alpha_bars.shape[0], (len(codes),), device=codes.device)
    predicted = denoiser(add_noise(codes, steps, noise, alpha_bars), steps, labels.masked_fill(is_dropped, null))
    loss = mse_loss(predicted, noise)
    weights = list(denoiser.parameters())
    for weight, gradient in zip(weights, torch.autograd.grad(loss, weights), strict=True):
        weight.grad = gradient
    optimizer.step()
    return loss.item()
