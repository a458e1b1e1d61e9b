"""`exp(logvar)` is the variance. The standard deviation is its root, exp(logvar / 2): 2 for logvar = ln 4, where yours
is 4.

Cards: autoencoders/std-from-logvar
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    return mu + logvar.exp() * torch.randn_like(mu)


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(dim=1)
