"""The generator is seeded anew in each call, so every call draws the same noise, and the model can learn it by heart.

Cards: autoencoders/reparameterisation-formula
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    torch.manual_seed(0)
    return mu + (logvar / 2).exp() * torch.randn_like(mu)


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(dim=1)
