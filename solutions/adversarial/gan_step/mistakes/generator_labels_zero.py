"""The generator is trained towards the label 0: it learns to be caught. Its samples are made, and yet its own loss asks
how far they are from being called real: label 1.

Cards: gan/which-label-for-the-generator
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits


def criterion(logits: torch.Tensor, label: float) -> torch.Tensor:
    return binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def gan_step(
    generator: nn.Module,
    discriminator: nn.Module,
    g_optimizer: torch.optim.Optimizer,
    d_optimizer: torch.optim.Optimizer,
    real: torch.Tensor,
    draw: Callable[[int], torch.Tensor],
) -> tuple[float, float]:
    fake = generator(draw(len(real))).detach()
    d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
    d_optimizer.zero_grad()
    d_loss.backward()
    d_optimizer.step()

    g_loss = criterion(discriminator(generator(draw(len(real)))), 0.0)
    g_optimizer.zero_grad()
    g_loss.backward()
    g_optimizer.step()
    return d_loss.item(), g_loss.item()
