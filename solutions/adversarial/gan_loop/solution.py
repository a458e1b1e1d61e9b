"""One Adam optimizer per network for the whole training; one generator step after every `d_steps` discriminator steps."""

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
    sample_noise: Callable[[int], torch.Tensor],
    lr: float,
    d_steps: int = 1,
) -> list[tuple[float, float]]:
    g_optimizer, d_optimizer = (torch.optim.Adam(model.parameters(), lr, betas=(0.5, 0.999)) for model in (generator, discriminator))
    for model in (generator, discriminator):
        model.train()
    history = []
    for count, real in enumerate(batches, start=1):
        fake = generator(sample_noise(len(real))).detach()
        d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
        update(d_loss, d_optimizer)
        if count % d_steps == 0:
            g_loss = criterion(discriminator(generator(sample_noise(len(real)))), 1.0)
            update(g_loss, g_optimizer)
            history.append((d_loss.item(), g_loss.item()))
    return history


def update(loss: torch.Tensor, optimizer: torch.optim.Optimizer) -> None:
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


@torch.no_grad()
def sample(generator: nn.Module, n: int, noise_dim: int) -> torch.Tensor:
    weight, was_training = next(generator.parameters()), generator.training
    generator.eval()
    try:
        return generator(torch.randn(n, noise_dim, dtype=weight.dtype, device=weight.device))
    finally:
        generator.train(was_training)
