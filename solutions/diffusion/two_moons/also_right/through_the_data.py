"""Tables of factors made once; each step back estimates the data and takes the mean for it; noise at step 0 is multiplied by 0."""

import torch
from torch import nn


class PointDiffusion:
    def __init__(self, denoiser, betas):
        self.denoiser, self.n_steps = denoiser, len(betas)
        bars = torch.cumprod(1 - betas, 0)
        before = torch.cat([torch.ones_like(bars[:1]), bars[:-1]])
        self.signal, self.rest = bars**0.5, (1 - bars) ** 0.5
        self.of_start = before**0.5 * betas / (1 - bars)
        self.of_x = (1 - betas) ** 0.5 * (1 - before) / (1 - bars)
        self.grain = betas**0.5 * (torch.arange(len(betas), device=betas.device) > 0)

    def fit(self, x, n_steps, batch_size, lr):
        self.std, self.mean = torch.std_mean(x, dim=0)
        optimizer = torch.optim.Adam(list(self.denoiser.parameters()), lr)
        return [self._learn(optimizer, x, batch_size) for _ in range(n_steps)]

    def _learn(self, optimizer, x, batch_size):
        self.denoiser.train()
        batch = (x[torch.randint(0, len(x), (batch_size,), device=x.device)] - self.mean) / self.std
        t = torch.randint(0, self.n_steps, (batch_size,), device=x.device)
        noise = torch.randn(batch.shape, dtype=x.dtype, device=x.device)
        noisy = self.signal[t][:, None] * batch + self.rest[t][:, None] * noise
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
                return torch.addcmul(self.mean, self._walk_back(n), self.std)
        finally:
            self.denoiser.train(training)

    def _walk_back(self, n):
        self.denoiser.eval()
        x = torch.randn((n, *self.mean.shape), dtype=self.mean.dtype, device=self.mean.device)
        for t in range(self.n_steps - 1, -1, -1):
            steps = torch.tensor([t] * n, device=x.device)
            start = (x - self.rest[t] * self.denoiser(x, steps)) / self.signal[t]
            x = self.of_start[t] * start + self.of_x[t] * x + self.grain[t] * torch.randn_like(x)
        return x
