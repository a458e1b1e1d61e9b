"""ln(1 + exp(x)) is logaddexp of 0 and x, which takes the larger one out first."""

import torch


def cost(logits):
    return torch.logaddexp(torch.zeros_like(logits), logits)


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return cost(-real_logits).mean() + cost(fake_logits).mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return cost(-fake_logits).mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -cost(fake_logits).mean()
