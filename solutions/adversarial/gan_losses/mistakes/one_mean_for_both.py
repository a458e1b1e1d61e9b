"""The two batches were put together and averaged as one. That is half of what is asked, and where one batch is larger
its samples count more. Take a mean for each, then add.

Cards: gan/discriminator-loss
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    return torch.cat([softplus(-real_logits).flatten(), softplus(fake_logits).flatten()]).mean()


def generator_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return softplus(-fake_logits).mean()


def saturating_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    return -softplus(fake_logits).mean()
