"""Each step goes back to t − 1, and the next one of the list is asked at another step than x is at. Where the list skips
steps, go to its next one.

Cards: latent_diffusion/ddim-next-step
"""

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
    before = torch.cat([alpha_bars.new_ones(1), alpha_bars])
    for step, now, following in zip(steps, alpha_bars[steps], before[steps]):
        predicted = guided_noise(denoiser, x, torch.full_like(labels, step), labels, null, weight)
        start = (x - (1 - now).sqrt() * predicted) / now.sqrt()
        x = following.sqrt() * start + (1 - following).sqrt() * predicted
    denoiser.train(was_training)
    return space.decode(x)
