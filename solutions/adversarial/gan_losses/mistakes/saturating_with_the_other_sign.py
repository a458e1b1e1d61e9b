"""`saturating_loss` is −ln(1 − D): whoever minimises that makes samples that are caught. The generator's part of the
game is ln(1 − D), which is never positive.

Cards: gan/gradient-of-a-caught-sample
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-real_logits).mean() + softplus(fake_logits).mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-fake_logits).mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(fake_logits).mean()
