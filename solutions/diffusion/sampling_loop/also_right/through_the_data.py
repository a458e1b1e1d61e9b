"""Each step first estimates x_0, then uses the mean of q(x_{t−1} | x_t, x_0): the same mean."""

import torch


def sample(denoiser, shape, betas):
    training = denoiser.training
    try:
        with torch.inference_mode():
            return reverse_process(denoiser.eval(), shape, betas).clone()
    finally:
        denoiser.train(training)


def reverse_process(denoiser, shape, betas):
    alphas_cumprod = torch.cumprod(1 - betas, 0)
    alphas_cumprod_prev = torch.cat([torch.ones_like(alphas_cumprod[:1]), alphas_cumprod[:-1]])
    zeros = torch.zeros(shape[0], dtype=torch.long, device=betas.device)
    x = torch.randn(*shape, dtype=betas.dtype, device=betas.device)
    for t in range(len(betas) - 1, -1, -1):
        noise_pred = denoiser(x, zeros + t)
        x_0 = (x - (1 - alphas_cumprod[t]) ** 0.5 * noise_pred) / alphas_cumprod[t] ** 0.5
        coef_x_0 = alphas_cumprod_prev[t] ** 0.5 * betas[t] / (1 - alphas_cumprod[t])
        coef_x_t = (1 - betas[t]) ** 0.5 * (1 - alphas_cumprod_prev[t]) / (1 - alphas_cumprod[t])
        x = coef_x_0 * x_0 + coef_x_t * x
        if t:
            x += betas[t] ** 0.5 * torch.randn(*shape, dtype=betas.dtype, device=betas.device)
    return x
