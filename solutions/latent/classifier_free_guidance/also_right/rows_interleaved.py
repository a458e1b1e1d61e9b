"""One call with a doubled batch whose rows alternate, each row first with and then without its label."""

import torch
from torch import nn


def guided_noise(denoiser: nn.Module, x: torch.Tensor, steps: torch.Tensor, labels: torch.Tensor, null: int, weight: float) -> torch.Tensor:
    both = torch.stack([labels, torch.full_like(labels, null)], dim=1).flatten()
    out = denoiser(x.repeat_interleave(2, dim=0), steps.repeat_interleave(2), both)
    return out[1::2] + weight * (out[0::2] - out[1::2])


def guided_sample(denoiser, space, labels, shape, alpha_bars, steps, weight, null):
    was_training, n = denoiser.training, len(labels)
    with torch.inference_mode():
        denoiser.eval()
        x = torch.stack([torch.randn(shape, dtype=alpha_bars.dtype, device=alpha_bars.device) for _ in range(n)])
        for i, t in enumerate(steps):
            predicted = guided_noise(denoiser, x, labels.new_full((n,), t), labels, null, weight)
            x = (x - (1 - alpha_bars[t]).sqrt() * predicted) / alpha_bars[t].sqrt()
            if t != steps[-1]:
                x = alpha_bars[steps[i + 1]].sqrt() * x + (1 - alpha_bars[steps[i + 1]]).sqrt() * predicted
        images = space.decode(x)
    denoiser.train(was_training)
    return images.clone()
