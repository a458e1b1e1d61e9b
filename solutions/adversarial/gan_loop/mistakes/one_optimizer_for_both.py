"""One optimizer holds the weights of both networks. Its step after the generator's loss moves the discriminator, too,
and towards being fooled. Each network needs an optimizer of its own.

Cards: gan/which-optimizer-steps
"""

from collections.abc import Callable, Iterable

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits


def criterion(logits: torch.Tensor, label: float) -> torch.Tensor:
    return binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def train_gan(
    generator: nn.Module,
    discriminator: nn.Module,
    batches: Iterable[torch.Tensor],
    draw: Callable[[int], torch.Tensor],
    lr: float,
    d_steps: int = 1,
) -> list[tuple[float, float]]:
    optimizer = torch.optim.Adam([*generator.parameters(), *discriminator.parameters()], lr, betas=(0.5, 0.999))
    for model in (generator, discriminator):
        model.train()
    history = []
    for count, real in enumerate(batches, start=1):
        fake = generator(draw(len(real))).detach()
        d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
        descend(d_loss, optimizer)
        if count % d_steps == 0:
            g_loss = criterion(discriminator(generator(draw(len(real)))), 1.0)
            descend(g_loss, optimizer)
            history.append((d_loss.item(), g_loss.item()))
    return history


def descend(loss: torch.Tensor, optimizer: torch.optim.Optimizer) -> None:
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


@torch.no_grad()
def sample(generator: nn.Module, n: int, n_noise: int) -> torch.Tensor:
    weight, was_training = next(generator.parameters()), generator.training
    generator.eval()
    try:
        return generator(torch.randn(n, n_noise, dtype=weight.dtype, device=weight.device))
    finally:
        generator.train(was_training)
