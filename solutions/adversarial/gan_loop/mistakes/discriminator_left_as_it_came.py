"""Only the generator is put into training mode; the discriminator keeps the mode it came in. A layer of it that behaves
otherwise in training, such as dropout, is off then. Call `train()` on both.

Cards: gan/both-in-training-mode
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
    g_optimizer, d_optimizer = (torch.optim.Adam(model.parameters(), lr, betas=(0.5, 0.999)) for model in (generator, discriminator))
    generator.train()
    history = []
    for count, real in enumerate(batches, start=1):
        fake = generator(draw(len(real))).detach()
        d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
        descend(d_loss, d_optimizer)
        if count % d_steps == 0:
            g_loss = criterion(discriminator(generator(draw(len(real)))), 1.0)
            descend(g_loss, g_optimizer)
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
