"""A context manager restores the mode; a dict contains both optimizers; gradients are zeroed at the start and after each step."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager

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
    optimizers = {model: torch.optim.Adam(model.parameters(), lr, betas=(0.5, 0.999)) for model in (generator, discriminator)}
    for model in optimizers:
        model.train().zero_grad()
    history, d_count = [], 0
    for real in batches:
        fake = generator(sample_noise(len(real))).detach()
        d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
        d_loss.backward()
        optimizers[discriminator].step()
        discriminator.zero_grad()
        d_count = (d_count + 1) % d_steps
        if not d_count:
            g_loss = criterion(discriminator(generator(sample_noise(len(real)))), 1.0)
            g_loss.backward()
            optimizers[generator].step()
            generator.zero_grad()
            discriminator.zero_grad()
            history.append((d_loss.item(), g_loss.item()))
    return history


@contextmanager
def evaluating(model):
    mode = model.training
    try:
        yield model.eval()
    finally:
        model.train(mode)


def sample(generator: nn.Module, n: int, noise_dim: int) -> torch.Tensor:
    like = next(generator.parameters())
    with evaluating(generator), torch.no_grad():
        return generator(torch.empty(n, noise_dim).normal_().to(like))
