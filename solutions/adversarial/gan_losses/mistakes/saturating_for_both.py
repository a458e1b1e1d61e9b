"""`generator_loss` is the saturating one, ln(1 − D). It points the right way, and where the discriminator is sure it has
hardly any slope. Minimise −ln D instead.

Cards: gan/non-saturating, gan/gradient-of-a-caught-sample
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-real_logits).mean() + softplus(fake_logits).mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -softplus(fake_logits).mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -softplus(fake_logits).mean()
