"""Standardizes the data once and undoes it once; in between, the loss and the sampling loop of the previous exercises."""

import torch
from torch import nn
from torch.nn.functional import mse_loss


class PointDiffusion:
    def __init__(self, denoiser: nn.Module, betas: torch.Tensor) -> None:
        self.denoiser, self.betas = denoiser, betas
        self.alphas_cumprod = (1 - betas).cumprod(dim=0)

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
        timesteps = torch.randint(len(self.betas), (len(x),), device=x.device)
        noise = torch.randn_like(x)
        alpha_cumprod = self.alphas_cumprod[timesteps].unsqueeze(1)
        return mse_loss(self.denoiser(alpha_cumprod.sqrt() * x + (1 - alpha_cumprod).sqrt() * noise, timesteps), noise)

    @torch.no_grad()
    def sample(self, n: int) -> torch.Tensor:
        was_training = self.denoiser.training
        self.denoiser.eval()
        x = torch.randn_like(self.mean.expand(n, -1))
        for t in reversed(range(len(self.betas))):
            beta, alpha_cumprod = self.betas[t], self.alphas_cumprod[t]
            noise_pred = self.denoiser(x, x.new_full((n,), t, dtype=torch.long))
            mean = (x - beta / (1 - alpha_cumprod).sqrt() * noise_pred) / (1 - beta).sqrt()
            x = mean + beta.sqrt() * torch.randn_like(x) if t > 0 else mean
        self.denoiser.train(was_training)
        return x * self.std + self.mean
