"""One call with a doubled batch; the way back by a function that knows what comes after the last step."""

import torch
from torch import nn


def guided_noise(denoiser: nn.Module, x: torch.Tensor, steps: torch.Tensor, labels: torch.Tensor, null: int, weight: float) -> torch.Tensor:
    both = denoiser(torch.cat([x, x]), steps.repeat(2), torch.cat([labels, torch.full_like(labels, null)]))
    cond, uncond = both.chunk(2)
    return torch.lerp(uncond, cond, weight)


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
    mode = denoiser.training
    x = torch.empty(len(labels), *shape, dtype=alpha_bars.dtype, device=alpha_bars.device).normal_()
    try:
        denoiser.train(False)
        for i, step in enumerate(steps):
            at = torch.full((len(labels),), step, device=labels.device)
            x = back(
                x,
                guided_noise(denoiser, x, at, labels, null, weight),
                alpha_bars[step],
                alpha_bars[steps[i + 1]] if i + 1 < len(steps) else None,
            )
    finally:
        denoiser.train(mode)
    return space.decode(x)


def back(x, noise, now, following):
    start = x / now.sqrt() - ((1 - now) / now).sqrt() * noise
    return start if following is None else following.sqrt() * start + (1 - following).sqrt() * noise
