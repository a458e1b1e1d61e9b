"""GAN training loop and sampling

Write the functions `train_gan` and `sample`.

Their settings decide whether a GAN trains: how often each network is updated, Adam's betas, and training or evaluation mode.

`train_gan(generator, discriminator, batches, sample_noise, lr, d_steps=1)` trains both networks:

- `batches` yields batches of real samples, each of N ≥ 2, to be used in this order. `sample_noise(n)` returns noise for n samples, new in
  each call.
- Each network has one Adam optimizer for the whole training, with this `lr` and betas (0.5, 0.999).
- For each batch take one discriminator step, with as many fake samples as the batch has real ones. The loss is the mean of −ln D over the
  real samples plus the mean of −ln(1 − D) over the fake ones.
- After every `d_steps` discriminator steps take one generator step, with new noise for as many samples as the last batch has. The loss is
  the mean of −ln D over the fake samples. With `d_steps=1` the two alternate.
- `sample_noise` is called once per step, in the order of the steps, and the generator's forward runs once per step.
- Each step uses the gradient of its own loss only, and nothing of the discriminator's loss reaches the generator. Gradients left over from
  earlier do not count. Both networks train in training mode, whatever their previous mode.
- It returns a list with a pair of Python floats per generator step: the loss of the last discriminator step, and its own loss.

`sample(generator, n, noise_dim)` returns n generated samples, from noise of shape (n, noise_dim):

- The noise is standard normal, independent for each element, new in each call, with the dtype and device of the generator's parameters.
- The generator is in evaluation mode while it samples, and the previous mode is restored. No graph is built.

`criterion` below is that of adversarial/gan_step.

Example:

    history = train_gan(generator, discriminator, batches, sample_noise, lr=1e-3, d_steps=2)     # 100 batches
    len(history)                                # 50
    sample(generator, 1000, noise_dim=4).shape  # (1000, ...)
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
    sample_noise: Callable[[int], torch.Tensor],
    lr: float,
    d_steps: int = 1,
) -> list[tuple[float, float]]:
    raise NotImplementedError  # TODO


def sample(generator: nn.Module, n: int, noise_dim: int) -> torch.Tensor:
    raise NotImplementedError  # TODO
