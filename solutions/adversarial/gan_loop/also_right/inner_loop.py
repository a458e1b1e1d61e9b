"""The batches are taken in groups, with an inner loop for the discriminator; gradients come from `torch.autograd.grad`."""

import itertools
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
    g_optimizer = torch.optim.Adam(list(generator.parameters()), lr=lr, betas=(0.5, 0.999))
    d_optimizer = torch.optim.Adam(list(discriminator.parameters()), lr=lr, betas=(0.5, 0.999))
    generator.train(), discriminator.train()
    batches, history = iter(batches), []
    while group := list(itertools.islice(batches, d_steps)):
        for real in group:
            with torch.no_grad():
                fake = generator(sample_noise(len(real)))
            d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
            update(discriminator, d_optimizer, d_loss)
        if len(group) == d_steps:
            g_loss = criterion(discriminator(generator(sample_noise(len(group[-1])))), 1.0)
            update(generator, g_optimizer, g_loss)
            history.append((float(d_loss.detach()), float(g_loss.detach())))
    return history


def update(model, optimizer, loss):
    weights = list(model.parameters())
    for weight, gradient in zip(weights, torch.autograd.grad(loss, weights), strict=True):
        weight.grad = gradient
    optimizer.step()


@torch.no_grad()
def sample(generator: nn.Module, n: int, noise_dim: int) -> torch.Tensor:
    weight, was_training = next(generator.parameters()), generator.training
    generator.eval()
    try:
        return generator(torch.randn(n, noise_dim, dtype=weight.dtype, device=weight.device))
    finally:
        generator.train(was_training)
