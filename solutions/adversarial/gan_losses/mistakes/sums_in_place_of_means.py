"""These are sums over the batch. The size of a step then depends on the size of the batch; take means.

Cards: gan/discriminator-loss
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-real_logits).sum() + softplus(fake_logits).sum()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-fake_logits).sum()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -softplus(fake_logits).sum()
