"""ln D is logsigmoid(logit), and ln(1 − D) is logsigmoid(−logit)."""

import torch
from torch.nn.functional import logsigmoid


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return -(logsigmoid(real_logits).sum() / real_logits.numel() + logsigmoid(-fake_logits).sum() / fake_logits.numel())


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return logsigmoid(fake_logits).mean().neg()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return logsigmoid(-fake_logits).mean()
