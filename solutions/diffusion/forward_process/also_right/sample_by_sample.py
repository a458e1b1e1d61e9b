"""A loop over the samples, with the factors of all timesteps computed first."""

import torch


def add_noise(x, timesteps, noise, alphas_cumprod):
    signal, sigma = alphas_cumprod**0.5, (1 - alphas_cumprod) ** 0.5
    samples = [signal[t] * sample + sigma[t] * eps for sample, eps, t in zip(x, noise, timesteps, strict=True)]
    return torch.stack(samples).to(x.dtype)


def remove_noise(x, timesteps, noise, alphas_cumprod):
    signal, sigma = alphas_cumprod**0.5, (1 - alphas_cumprod) ** 0.5
    samples = [(sample - sigma[t] * eps) / signal[t] for sample, eps, t in zip(x, noise, timesteps, strict=True)]
    return torch.stack(samples).to(x.dtype)
