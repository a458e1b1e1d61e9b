"""Over √ᾱ, x moves along a straight line: x/√ᾱ changes by the noise times the change of √(1/ᾱ − 1)."""

import torch
from torch import nn


def guided_noise(denoiser: nn.Module, x: torch.Tensor, steps: torch.Tensor, labels: torch.Tensor, null: int, weight: float) -> torch.Tensor:
    uncond = denoiser(x, steps, torch.full_like(labels, null))
    cond = denoiser(x, steps, labels)
    return (1 - weight) * uncond + weight * cond


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
    noise_to_signal = [(1 / alpha_bars[step] - 1).sqrt() for step in steps] + [0.0]
    x = x / alpha_bars[steps[0]].sqrt()
    for i, step in enumerate(steps):
        seen = x * alpha_bars[step].sqrt()
        predicted = guided_noise(denoiser, seen, torch.full_like(labels, step), labels, null, weight)
        x = x + (noise_to_signal[i + 1] - noise_to_signal[i]) * predicted
    denoiser.train(was_training)
    return space.decode(x)
