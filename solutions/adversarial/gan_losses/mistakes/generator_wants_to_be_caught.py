"""The generator's loss is smallest where the discriminator says "made". It should want the opposite: the label 1 for its
own samples, −ln D.

Cards: gan/which-label-for-the-generator
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-real_logits).mean() + softplus(fake_logits).mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(fake_logits).mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -softplus(fake_logits).mean()
