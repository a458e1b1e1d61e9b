"""ln D is logsigmoid of the logit, and ln(1 − D) that of the logit with the other sign."""

import torch
from torch.nn.functional import logsigmoid


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return -(logsigmoid(real_logits).sum() / real_logits.numel() + logsigmoid(-fake_logits).sum() / fake_logits.numel())


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return logsigmoid(fake_logits).mean().neg()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return logsigmoid(-fake_logits).mean()
