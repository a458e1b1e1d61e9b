"""One GAN training step: detach and zero_grad

Fix `gan_step(generator, discriminator, g_optimizer, d_optimizer, real, sample_noise)`, which updates each network once. The code below
contains at least one bug.

The discriminator learns to distinguish real samples from fake ones, then the generator learns to fool it. In each update, gradients flow
through both networks, but only one of them may change. Bugs here raise no error.

- `real` is a batch of N ≥ 1 real samples. `sample_noise(n)` returns noise for n samples, new in each call. `generator(noise)` returns
  samples; `discriminator(samples)` returns logits, (N, 1).
- **First the discriminator**, on `real` and on N fake samples: its loss is the mean of −ln D over the real samples plus the mean of
  −ln(1 − D) over the fake ones. Its optimizer takes one step, with the gradient of this loss only. Nothing of it reaches the generator: no
  parameter of it changes, and no gradient flows into it.
- **Then the generator**, with **new** noise for N samples, and with the updated discriminator: its loss is the mean of −ln D over these
  fake samples. Its optimizer takes one step, with the gradient of this loss only. The discriminator does not change.
- `sample_noise` is called twice, with N: first for the discriminator's step, then for the generator's.
- `gan_step` is called repeatedly with the same networks and optimizers. At the first call no parameter has a gradient yet.
- It returns both losses, the discriminator's and the generator's, each from before its own optimizer's step, as two Python floats.

`criterion(logits, label)` below is the binary cross-entropy of logits with one label for all samples: the mean of −ln D for 1.0, and of
−ln(1 − D) for 0.0. It is correct.

Example, one weight each: generator g · z with g = 1, discriminator d · x with d = 0, SGD with lr = 1, real = [[2.0]], noise 1 and then 1:

    discriminator: loss 2 · ln 2 = 1.3863, gradient 2 · (−1/2) + 1 · 1/2 = −0.5, so d becomes 0.5
    generator:     loss ln(1 + exp(−0.5)) = 0.4741, gradient −0.5 · sigmoid(−0.5) = −0.1888, so g becomes 1.1888
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
    sample_noise: Callable[[int], torch.Tensor],
) -> tuple[float, float]:
    d_optimizer.zero_grad()
    g_optimizer.zero_grad()
    fake = generator(sample_noise(len(real)))
    d_loss = criterion(discriminator(real), 1.0) + criterion(discriminator(fake), 0.0)
    d_loss.backward()
    d_optimizer.step()

    g_loss = criterion(discriminator(generator(sample_noise(len(real)))), 1.0)
    g_loss.backward()
    g_optimizer.step()
    return d_loss.item(), g_loss.item()
