"""The standard deviation is detached, so the loss can move the cloud, but never tell it to be wider or narrower.

Cards: autoencoders/reparameterisation-formula, autoencoders/no-gradient-through-normal
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    return mu + (logvar / 2).exp().detach() * torch.randn_like(mu)


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(dim=1)
