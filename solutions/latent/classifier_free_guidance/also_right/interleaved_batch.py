"""One call with a doubled batch in which conditional and unconditional samples alternate."""

import torch
from torch import nn


def guided_noise(
    denoiser: nn.Module, x_t: torch.Tensor, timesteps: torch.Tensor, labels: torch.Tensor, null: int, guidance_scale: float
) -> torch.Tensor:
    both = torch.stack([labels, torch.full_like(labels, null)], dim=1).flatten()
    out = denoiser(x_t.repeat_interleave(2, dim=0), timesteps.repeat_interleave(2), both)
    return out[1::2] + guidance_scale * (out[0::2] - out[1::2])


def guided_sample(denoiser, space, labels, shape, alphas_cumprod, timesteps, guidance_scale, null):
    was_training, n = denoiser.training, len(labels)
    with torch.inference_mode():
        denoiser.eval()
        x = torch.stack([torch.randn(shape, dtype=alphas_cumprod.dtype, device=alphas_cumprod.device) for _ in range(n)])
        for i, t in enumerate(timesteps):
            noise_pred = guided_noise(denoiser, x, labels.new_full((n,), t), labels, null, guidance_scale)
            x = (x - (1 - alphas_cumprod[t]).sqrt() * noise_pred) / alphas_cumprod[t].sqrt()
            if t != timesteps[-1]:
                x = alphas_cumprod[timesteps[i + 1]].sqrt() * x + (1 - alphas_cumprod[timesteps[i + 1]]).sqrt() * noise_pred
        images = space.decode(x)
    denoiser.train(was_training)
    return images.clone()
