"""With `training=False` there is noise all the same. The code of a picture is then another one each time.

Cards: autoencoders/eval-uses-mu
"""

import torch


def reparameterise(mu: torch.Tensor, logvar: torch.Tensor, training: bool) -> torch.Tensor:
    return mu + (logvar / 2).exp() * torch.randn_like(mu)


def kl_to_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(dim=1)
