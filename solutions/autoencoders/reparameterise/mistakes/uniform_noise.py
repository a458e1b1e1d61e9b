"""`rand_like` is uniform between 0 and 1: its mean is 0.5 and its standard deviation 0.289. The noise must be
standard normal, `randn_like`.

Cards: autoencoders/reparameterisation-formula
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    return mu + (logvar / 2).exp() * torch.rand_like(mu)


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(dim=1)
