"""`torch.normal` draws from the right distribution, but for torch what was drawn is a constant: its gradient to mu and logvar is
0, without an error, and the encoder learns nothing. Draw the noise alone, then shift and scale it.

Cards: autoencoders/no-gradient-through-normal, autoencoders/reparameterisation-formula
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    if not training:
        return mu
    return torch.normal(mu, (logvar / 2).exp())


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(dim=1)
