"""The mean goes over the first axis alone. For logits of shape (N,) that is all there is; for (N, 1) or a map of logits
a tensor of several numbers comes out, and `backward` wants one.

Cards: gan/patch-logits
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-real_logits).mean(0) + softplus(fake_logits).mean(0)


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-fake_logits).mean(0)


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -softplus(fake_logits).mean(0)
