"""Step 0 adds noise, which no later step takes away.

Cards: diffusion/no-noise-at-the-end
"""

import torch
from torch import nn
from torch.nn.functional import mse_loss


class PointDiffusion:
    def __init__(self, denoiser: nn.Module, betas: torch.Tensor) -> None:
        self.denoiser, self.betas = denoiser, betas
        self.alpha_bars = (1 - betas).cumprod(dim=0)

    def fit(self, x: torch.Tensor, n_steps: int, batch_size: int, lr: float) -> list[float]:
        self.mean, self.std = x.mean(dim=0), x.std(dim=0)
        data = (x - self.mean) / self.std
        optimizer = torch.optim.Adam(self.denoiser.parameters(), lr=lr)
        self.denoiser.train()
        history = []
        for _ in range(n_steps):
            loss = self.loss(data[torch.randint(len(data), (batch_size,), device=x.device)])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            history.append(loss.item())
        return history

    def loss(self, x: torch.Tensor) -> torch.Tensor:
        steps = torch.randint(len(self.betas), (len(x),), device=x.device)
        noise = torch.randn_like(x)
        bars = self.alpha_bars[steps].unsqueeze(1)
        return mse_loss(self.denoiser(bars.sqrt() * x + (1 - bars).sqrt() * noise, steps), noise)

    @torch.no_grad()
    def sample(self, n: int) -> torch.Tensor:
        was_training = self.denoiser.training
        self.denoiser.eval()
        x = torch.randn_like(self.mean.expand(n, -1))
        for step in reversed(range(len(self.betas))):
            beta, bar = self.betas[step], self.alpha_bars[step]
            predicted = self.denoiser(x, x.new_full((n,), step, dtype=torch.long))
            mean = (x - beta / (1 - bar).sqrt() * predicted) / (1 - beta).sqrt()
            x = mean + beta.sqrt() * torch.randn_like(x)
        self.denoiser.train(was_training)
        return x * self.std + self.mean
