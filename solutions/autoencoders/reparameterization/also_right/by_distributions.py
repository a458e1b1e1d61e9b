"""torch.distributions has both: `rsample` is the reparameterized sample (`sample` is not), and `kl_divergence` is the closed form."""

import torch
from torch.distributions import Normal, kl_divergence


def reparameterise(mu, logvar, training):
    return Normal(mu, logvar.mul(0.5).exp()).rsample() if training else mu.clone()


def kl_to_standard_normal(mu, logvar):
    posterior = Normal(mu, logvar.mul(0.5).exp())
    return kl_divergence(posterior, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum(-1)
