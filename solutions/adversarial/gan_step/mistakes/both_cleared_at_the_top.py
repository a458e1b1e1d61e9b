"""Both optimizers clear at the top, and the made samples are not detached. So the generator's step finds the sum of two
gradients: that of its own loss and that of the discriminator's, which pulls the other way. Detach the samples, and
clear right before each backward.

Cards: gan/why-detach, gan/gradients-left-in-the-discriminator
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
    d_optimizer.zero_grad()
    g_optimizer.zero_grad()
    fake = generator(draw(len(real)))
    d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
    d_loss.backward()
    d_optimizer.step()

    g_loss = criterion(discriminator(generator(draw(len(real)))), 1.0)
    g_loss.backward()
    g_optimizer.step()
    return d_loss.item(), g_loss.item()
