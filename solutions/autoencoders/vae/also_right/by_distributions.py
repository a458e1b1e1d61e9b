"""Everything with torch.distributions: z by `rsample`, the reconstruction by `log_prob`. The sums over the batch are divided at the end."""

import torch
from torch import nn
from torch.distributions import Bernoulli, Normal, kl_divergence


class VAE(nn.Module):
    def __init__(self, n_pixels, n_hidden, n_latent):
        super().__init__()
        self.hidden = nn.Linear(n_pixels, n_hidden)
        self.to_mu = nn.Linear(n_hidden, n_latent)
        self.to_logvar = nn.Linear(n_hidden, n_latent)
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_pixels))
        self.n_latent = n_latent

    def encode(self, x):
        h = torch.relu(self.hidden(x))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = Normal(mu, logvar.mul(0.5).exp()).rsample() if self.training else mu
        return self.decode(z), mu, logvar

    @torch.no_grad()
    def sample(self, n):
        z = torch.randn(n, self.n_latent).to(self.to_mu.weight)
        return Bernoulli(logits=self.decode(z)).probs


def negative_elbo(logits, x, mu, logvar):
    log_p = Bernoulli(logits=logits, validate_args=False).log_prob(x).sum()
    kl = kl_divergence(Normal(mu, logvar.mul(0.5).exp()), Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum()
    return (kl - log_p) / len(x)
