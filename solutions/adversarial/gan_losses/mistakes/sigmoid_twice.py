"""The function with `with_logits` in its name puts a sigmoid on what it gets. Yours gets probabilities already: after a
second sigmoid they lie between 0.5 and 0.73, and the loss can no longer come near 0. Hand over the logits.

Cards: gan/logits-not-probabilities, classification/loss-takes-logits
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    real, fake = real_logits.sigmoid(), fake_logits.sigmoid()
    real_loss = binary_cross_entropy_with_logits(real, torch.ones_like(real))
    return real_loss + binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    fake = fake_logits.sigmoid()
    return binary_cross_entropy_with_logits(fake, torch.ones_like(fake))


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    fake = fake_logits.sigmoid()
    return -binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))
