"""The numbers of a row share one draw of noise, so the cloud is a line through the mean, not a ball.

Cards: autoencoders/reparameterisation-formula
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    return mu + (logvar / 2).exp() * torch.randn_like(mu[:, :1])


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(dim=1)
