"""The generator makes its step first, and the discriminator second. The turns are the other way round: the discriminator
learns first, so that what it says to the generator is worth something.

Cards: gan/alternate
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
    g_loss = criterion(discriminator(generator(draw(len(real)))), 1.0)
    g_optimizer.zero_grad()
    g_loss.backward()
    g_optimizer.step()

    fake = generator(draw(len(real))).detach()
    d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
    d_optimizer.zero_grad()
    d_loss.backward()
    d_optimizer.step()
    return d_loss.item(), g_loss.item()
