"""Real and fake samples go through the discriminator in one batch; the generator's gradients come from `torch.autograd.grad`."""

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
    sample_noise: Callable[[int], torch.Tensor],
) -> tuple[float, float]:
    fake = generator(sample_noise(len(real))).detach()
    real_logits, fake_logits = discriminator(torch.cat([real, fake])).split(len(real))
    d_loss = criterion(real_logits, 1.0) + criterion(fake_logits, 0.0)
    d_optimizer.zero_grad()
    d_loss.backward()
    d_optimizer.step()

    g_loss = criterion(discriminator(generator(sample_noise(len(real)))), 1.0)
    weights = list(generator.parameters())
    for weight, gradient in zip(weights, torch.autograd.grad(g_loss, weights), strict=True):
        weight.grad = gradient
    g_optimizer.step()
    return d_loss.item(), g_loss.item()
