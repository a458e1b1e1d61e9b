"""One step of a GAN

Two networks, two optimizers, one loop: the discriminator learns to tell real samples from made ones, then the generator learns to be
taken for real. Each step lets gradients flow through both networks and must move only one of them. That is where most GANs go wrong,
silently.

Repair `gan_step(generator, discriminator, g_optimizer, d_optimizer, real, draw)`, one step of each:

- `real`: a batch of N ≥ 1 real samples. `draw(n)` gives noise for n samples, other noise at each call. `generator(noise)` gives samples;
  `discriminator(samples)` gives logits, (N, 1).
- **First the discriminator**, on `real` and on N made samples: its loss is the mean of −ln D over the real ones plus the mean of
  −ln(1 − D) over the made ones. Its optimizer makes one step, and finds the gradient of this loss alone. Nothing of this reaches the
  generator: no weight of it moves, and no gradient arrives there.
- **Then the generator**, with **new** noise for N samples, and with the discriminator as it is after its step: its loss is the mean of
  −ln D over these samples. Its optimizer makes one step, and finds the gradient of this loss alone. The discriminator does not move.
- `draw` is called twice, with N: first for the discriminator's step, then for the generator's.
- `gan_step` is called again and again with the same networks and optimizers. At the first call no parameter has a gradient yet.
- It returns both losses, the discriminator's and the generator's, each before its own optimizer's step, as two floats.

`criterion(logits, label)` below is the binary cross-entropy of logits with a label that is the same for all: the mean of −ln D for 1.0,
and of −ln(1 − D) for 0.0. It is right.

Example, one weight each: generator g · z with g = 1, discriminator d · x with d = 0, SGD with lr = 1, real = [[2.0]], noise 1 and then 1:

    discriminator: loss 2 · ln 2 = 1.3863, slope (2 · (−1/2) + 1 · 1/2) = −0.5, so d becomes 0.5
    generator:     loss ln(1 + exp(−0.5)) = 0.4741, slope −0.5 · sigmoid(−0.5) = −0.1888, so g becomes 1.1888
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
