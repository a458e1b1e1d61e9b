"""Guidance is one line; the way back goes from a step to the next one asked for, and from the last to ᾱ = 1."""

import torch
from torch import nn


def guided_noise(denoiser: nn.Module, x: torch.Tensor, steps: torch.Tensor, labels: torch.Tensor, null: int, weight: float) -> torch.Tensor:
    uncond = denoiser(x, steps, torch.full_like(labels, null))
    return uncond + weight * (denoiser(x, steps, labels) - uncond)


@torch.no_grad()
def guided_sample(
    denoiser: nn.Module,
    space,
    labels: torch.Tensor,
    shape: tuple[int, ...],
    alpha_bars: torch.Tensor,
    steps: list[int],
    weight: float,
    null: int,
) -> torch.Tensor:
    was_training = denoiser.training
    denoiser.eval()
    x = torch.randn(len(labels), *shape, dtype=alpha_bars.dtype, device=alpha_bars.device)
    kept = [alpha_bars[step] for step in steps] + [alpha_bars.new_ones(())]
    for step, now, following in zip(steps, kept, kept[1:]):
        predicted = guided_noise(denoiser, x, torch.full_like(labels, step), labels, null, weight)
        start = (x - (1 - now).sqrt() * predicted) / now.sqrt()
        x = following.sqrt() * start + (1 - following).sqrt() * predicted
    denoiser.train(was_training)
    return space.decode(x)
