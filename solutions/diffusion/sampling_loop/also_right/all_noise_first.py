"""Computes the factors of the noise first; at t = 0 noise is also sampled, and multiplied by 0."""

import torch


def sample(denoiser, shape, betas):
    was_training = denoiser.training
    denoiser.train(False)
    scale = (betas / (1 - (1 - betas).cumprod(0)).sqrt()).tolist()
    with torch.no_grad():
        x = torch.randn(shape, dtype=betas.dtype, device=betas.device)
        for t, beta in reversed(list(enumerate(betas.tolist()))):
            timesteps = torch.tensor([t], device=betas.device).repeat(shape[0])
            mean = (x - scale[t] * denoiser(x, timesteps)) / (1 - beta) ** 0.5
            x = mean + (beta**0.5 if t > 0 else 0.0) * torch.randn_like(mean)
    denoiser.train(was_training)
    return x
