"""`logvar` is taken for the variance itself. It is the logarithm, so that a layer may give any number; a negative one makes
your root NaN.

Cards: autoencoders/why-logvar
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    return mu + logvar.sqrt() * torch.randn_like(mu)


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + logvar - 1 - logvar.log()).sum(dim=1)
