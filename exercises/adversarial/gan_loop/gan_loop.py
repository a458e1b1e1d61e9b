"""A GAN from data to samples

With the single step in hand, what is left is the loop around it and the way to draw samples from what it made. Both have settings that
decide whether a GAN works: how often either network moves, which momentum Adam has, and in which mode the networks are.

Write two functions.

`train_gan(generator, discriminator, batches, draw, lr, d_steps=1)` trains both networks:

- `batches` gives batches of real samples, each of N ≥ 2, in the order of use. `draw(n)` gives noise for n samples, other noise at each
  call.
- Each network has one Adam for the whole training, with this `lr` and betas (0.5, 0.999).
- Each batch makes one step of the discriminator, on the batch and on as many made samples: the mean of −ln D over the real ones plus the
  mean of −ln(1 − D) over the made ones.
- After every `d_steps` steps of the discriminator follows one of the generator, with new noise for as many samples as the batch just used
  has: the mean of −ln D. With `d_steps=1` the two take turns.
- `draw` is called once for each of these steps, in their order, and the generator runs once for each.
- Each step finds the gradient of its own loss alone, and nothing of the discriminator's loss reaches the generator. Gradients may lie around
  from before. Both networks are in training mode, whatever mode they came in.
- Returned is a list with a pair of floats for each step of the generator: the loss of the discriminator's step just before it, and its
  own.

`sample(generator, n, n_noise)` returns n new samples from a generator whose noise has the shape (n, n_noise):

- The noise is standard normal, each number independent, new in each call, with dtype and device of the generator's parameters.
- The generator works in evaluation mode, and afterwards is in the mode it was in before. No graph is recorded.

`criterion` below is the loss of the exercise before.

Example:

    history = train_gan(generator, discriminator, batches, draw, lr=1e-3, d_steps=2)     # 100 batches
    len(history)                                # 50
    sample(generator, 1000, n_noise=4).shape    # (1000, ...)
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
    raise NotImplementedError  # TODO


def sample(generator: nn.Module, n: int, n_noise: int) -> torch.Tensor:
    raise NotImplementedError  # TODO
