"""Real and made have changed places in the discriminator's loss: it learns to call the made samples real. −ln D belongs
to the real ones, −ln(1 − D) to the made ones.

Cards: gan/discriminator-loss
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(real_logits).mean() + softplus(-fake_logits).mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-fake_logits).mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -softplus(fake_logits).mean()
