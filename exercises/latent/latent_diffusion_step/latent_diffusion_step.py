"""A latent diffusion training step

Write one training step of a class-conditional latent diffusion model. It uses the DDPM loss on latents, with two additions. The encoder
gets no gradient. And some labels are dropped (label dropout), so that one network learns conditional and unconditional predictions.
Classifier-free guidance needs both.

The function is `latent_step(denoiser, optimizer, space, images, labels, alphas_cumprod, null, p_drop)`:

- `space.encode(images)` returns latents of shape (N, …), N ≥ 1, already scaled; everything that follows uses latents. No gradient flows
  into the space, whether it is frozen or not.
- For each sample, sample a timestep, uniform over 0 to T − 1, both included, and noise, standard normal and independent for each element.
  `alphas_cumprod` has the shape (T,). `add_noise` below, which is correct, mixes latents and noise.
- `labels`: integers of shape (N,), the class of each image. Replace each label, independently of the others, by `null` with probability
  `p_drop`: an integer that stands for "no class", and for which the denoiser has an embedding, too. `labels` itself is not changed.
- Call `denoiser(x_t, timesteps, labels)` with the noisy latents, the timesteps (N,) and the labels after dropout, once, in training mode.
  The loss is the mean squared error between its output and the noise, over all elements.
- The optimizer makes one step with the gradient of this loss alone. The parameters may have gradients from before.
- Return the loss as a float. Latents, timesteps, noise and dropped labels are new in each call. The order in which they are sampled is
  free.

Example:

    loss = latent_step(denoiser, optimizer, space, images, labels, alphas_cumprod, null=4, p_drop=0.1)      # classes 0 to 3
"""

import torch
from torch import nn


def add_noise(x: torch.Tensor, timesteps: torch.Tensor, noise: torch.Tensor, alphas_cumprod: torch.Tensor) -> torch.Tensor:
    """x_t for x = x_0, at timesteps of shape (N,): √ᾱ_t · x + √(1 − ᾱ_t) · noise."""
    alpha_cumprod = alphas_cumprod[timesteps].to(x.dtype).view(-1, *[1] * (x.dim() - 1))
    return alpha_cumprod.sqrt() * x + (1 - alpha_cumprod).sqrt() * noise


def latent_step(
    denoiser: nn.Module,
    optimizer: torch.optim.Optimizer,
    space,
    images: torch.Tensor,
    labels: torch.Tensor,
    alphas_cumprod: torch.Tensor,
    null: int,
    p_drop: float,
) -> float:
    raise NotImplementedError  # TODO
