"""Computes all coefficients once; each reverse step estimates x_0 and uses the posterior mean; the noise at t = 0 is multiplied by 0."""

import torch
from torch import nn


class PointDiffusion:
    def __init__(self, denoiser, betas):
        self.denoiser, self.n_steps = denoiser, len(betas)
        alphas_cumprod = torch.cumprod(1 - betas, 0)
        alphas_cumprod_prev = torch.cat([torch.ones_like(alphas_cumprod[:1]), alphas_cumprod[:-1]])
        self.signal, self.sigma = alphas_cumprod**0.5, (1 - alphas_cumprod) ** 0.5
        self.coef_x_0 = alphas_cumprod_prev**0.5 * betas / (1 - alphas_cumprod)
        self.coef_x_t = (1 - betas) ** 0.5 * (1 - alphas_cumprod_prev) / (1 - alphas_cumprod)
        self.noise_std = betas**0.5 * (torch.arange(len(betas), device=betas.device) > 0)

    def fit(self, x, n_steps, batch_size, lr):
        self.std, self.mean = torch.std_mean(x, dim=0)
        optimizer = torch.optim.Adam(list(self.denoiser.parameters()), lr)
        return [self._training_step(optimizer, x, batch_size) for _ in range(n_steps)]

    def _training_step(self, optimizer, x, batch_size):
        self.denoiser.train()
        batch = (x[torch.randint(0, len(x), (batch_size,), device=x.device)] - self.mean) / self.std
        t = torch.randint(0, self.n_steps, (batch_size,), device=x.device)
        noise = torch.randn(batch.shape, dtype=x.dtype, device=x.device)
        noisy = self.signal[t][:, None] * batch + self.sigma[t][:, None] * noise
        loss = nn.functional.mse_loss(self.denoiser(noisy, t), noise)
        for p in self.denoiser.parameters():
            p.grad = None
        loss.backward()
        optimizer.step()
        return float(loss.detach())

    def sample(self, n):
        training = self.denoiser.training
        try:
            with torch.no_grad():
                return torch.addcmul(self.mean, self._reverse_process(n), self.std)
        finally:
            self.denoiser.train(training)

    def _reverse_process(self, n):
        self.denoiser.eval()
        x = torch.randn((n, *self.mean.shape), dtype=self.mean.dtype, device=self.mean.device)
        for t in range(self.n_steps - 1, -1, -1):
            timesteps = torch.tensor([t] * n, device=x.device)
            x_0 = (x - self.sigma[t] * self.denoiser(x, timesteps)) / self.signal[t]
            x = self.coef_x_0[t] * x_0 + self.coef_x_t[t] * x + self.noise_std[t] * torch.randn_like(x)
        return x
