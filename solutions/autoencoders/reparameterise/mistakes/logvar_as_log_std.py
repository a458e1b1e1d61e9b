"""In both functions `logvar` is taken for the logarithm of the standard deviation. Then the two fit each other, but not the
encoder's numbers: the variance is exp(logvar).

Cards: autoencoders/std-from-logvar, autoencoders/why-logvar
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    return mu + logvar.exp() * torch.randn_like(mu)


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + (2 * logvar).exp() - 1 - 2 * logvar).sum(dim=1)
