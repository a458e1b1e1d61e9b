"""The logits of the made samples are detached, so the discriminator learns nothing from them. To keep the generator out
of the discriminator's step, detach the *samples*, before they go into the discriminator.

Cards: gan/detach-which, gan/why-detach
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-real_logits).mean() + softplus(fake_logits.detach()).mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-fake_logits).mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -softplus(fake_logits).mean()
