"""A small number inside the logarithm keeps it finite, and stops the loss at −ln(1e-8) = 18.4: beyond that it has no
slope, just where the generator needs one most. Compute from the logits, where nothing has to be kept away from 0.

Cards: gan/logits-not-probabilities
"""

import torch


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return -(real_logits.sigmoid() + 1e-8).log().mean() - (1 - fake_logits.sigmoid() + 1e-8).log().mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -(fake_logits.sigmoid() + 1e-8).log().mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return (1 - fake_logits.sigmoid() + 1e-8).log().mean()
