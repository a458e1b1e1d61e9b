"""Binary cross-entropy with labels: 1 for what should be classified as real, 0 for what should not."""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    real_loss = binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))
    return real_loss + binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return binary_cross_entropy_with_logits(fake_logits, torch.ones_like(fake_logits))


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))
