"""A training step in the latent space

The step that trains a diffusion model is a regression on noise. In the latent space two things come on top: an encoder that must learn
nothing from it, and labels that are sometimes kept from the network, so that it learns to do with and without them. From the difference
between the two comes guidance.

Write `latent_step(denoiser, optimizer, space, images, labels, alpha_bars, null, p_drop)`, one step of training:

- `space.encode(images)` gives codes of shape (N, …), N ≥ 1, ready to use; all that follows happens on codes. No gradient goes into the
  space, whether it is frozen or not.
- For each sample a step is drawn, uniform over 0 to T − 1, both included, and noise, standard normal and independent for each number.
  `alpha_bars` has the shape (T,). `add_noise` below, which is right, mixes them.
- `labels`: integers of shape (N,), the class of each picture. Each label, on its own, is replaced by `null` with the probability
  `p_drop`: an integer that stands for "no class", and for which the denoiser has a row in its embedding, too. `labels` itself is not
  changed.
- `denoiser(codes, steps, labels)` gets the noisy codes, the steps (N,) and the labels that are left, once, in training mode. The loss is
  the mean squared error between its answer and the noise, over all numbers.
- The optimizer makes one step with the gradient of this loss alone. Gradients may lie around from before.
- The loss comes back as a float. Codes, steps, noise and dropped labels are new in each call. The order in which they are drawn is free.

Example:

    loss = latent_step(denoiser, optimizer, space, images, labels, alpha_bars, null=4, p_drop=0.1)      # classes 0 to 3
"""

import torch
from torch import nn


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    """x at the steps (N,): √ᾱ · x + √(1 − ᾱ) · noise."""
    kept = alpha_bars[steps].to(x.dtype).view(-1, *[1] * (x.dim() - 1))
    return kept.sqrt() * x + (1 - kept).sqrt() * noise


def latent_step(
    denoiser: nn.Module,
    optimizer: torch.optim.Optimizer,
    space,
    images: torch.Tensor,
    labels: torch.Tensor,
    alpha_bars: torch.Tensor,
    null: int,
    p_drop: float,
) -> float:
    raise NotImplementedError  # TODO
