"""Where the variance belongs, exp(logvar), stands the standard deviation, exp(logvar / 2).

Cards: autoencoders/kl-closed-form
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    return mu + (logvar / 2).exp() * torch.randn_like(mu)


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + (logvar / 2).exp() - 1 - logvar).sum(dim=1)
