"""Both heads in one matrix product, noise multiplied by 0 in evaluation mode, and the cross-entropy written with softplus."""

import torch
import torch.nn.functional as F
from torch import nn


class VAE(nn.Module):
    def __init__(self, n_pixels: int, n_hidden: int, n_latent: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_pixels, n_hidden)
        self.to_mu = nn.Linear(n_hidden, n_latent)
        self.to_logvar = nn.Linear(n_hidden, n_latent)
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_pixels))

    def encode(self, x):
        weight = torch.cat([self.to_mu.weight, self.to_logvar.weight])
        bias = torch.cat([self.to_mu.bias, self.to_logvar.bias])
        mu, logvar = F.linear(self.hidden(x).clamp(min=0), weight, bias).chunk(2, dim=1)
        return mu, logvar

    def decode(self, z):
        for layer in self.decoder:
            z = layer(z)
        return z

    def forward(self, x):
        mu, logvar = self.encode(x)
        noise = torch.randn(mu.shape, dtype=mu.dtype, device=mu.device) * float(self.training)
        return self.decode(torch.addcmul(mu, torch.exp(0.5 * logvar), noise)), mu, logvar

    def sample(self, n):
        weight = self.to_mu.weight
        with torch.no_grad():
            return torch.sigmoid(self.decode(weight.new_empty(n, weight.shape[0]).normal_()))


def negative_elbo(logits, x, mu, logvar):
    reconstruction = F.softplus(logits) - x * logits
    kl = -0.5 * (1 + logvar - mu.square() - logvar.exp())
    return reconstruction.sum(-1).mean() + kl.sum(-1).mean()
