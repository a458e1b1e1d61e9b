"""Noise is added to mu in training mode only; the loss sums over the elements of an image and averages over images."""

import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self, n_pixels: int, n_hidden: int, n_latent: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_pixels, n_hidden)
        self.to_mu = nn.Linear(n_hidden, n_latent)
        self.to_logvar = nn.Linear(n_hidden, n_latent)
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_pixels))

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        h = self.hidden(x).relu()
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        mu, logvar = self.encode(x)
        z = mu
        if self.training:
            z = mu + (logvar / 2).exp() * torch.randn_like(mu)
        return self.decode(z), mu, logvar

    def sample(self, n: int) -> torch.Tensor:
        bias = self.to_mu.bias
        z = torch.randn(n, len(bias), dtype=bias.dtype, device=bias.device)
        return self.decode(z).sigmoid()


def negative_elbo(logits: torch.Tensor, x: torch.Tensor, mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    reconstruction = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(dim=1)
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(dim=1)
    return (reconstruction + kl).mean()
