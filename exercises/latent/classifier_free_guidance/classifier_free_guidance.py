"""Classifier-free guidance with DDIM sampling

Write two functions that sample from a class-conditional latent diffusion model with classifier-free guidance. A denoiser trained with label
dropout gives a conditional and an unconditional prediction. Guidance extrapolates from the unconditional prediction past the conditional
one: samples become more typical of their class and less varied. Stable Diffusion uses it with text instead of labels.

`denoiser(x_t, timesteps, labels)` predicts the noise in x_t (N, …); timesteps and labels are integers of shape (N,), and the label `null`
stands for "no class".

`guided_noise(denoiser, x_t, timesteps, labels, null, guidance_scale)` returns

    uncond + guidance_scale · (cond − uncond)

where cond is the denoiser's output for the labels, and uncond the one for `null`. Make one call of the denoiser for both, with a batch of
2N, or two calls: both are allowed. Gradients flow to x_t and to the denoiser.

`guided_sample(denoiser, space, labels, shape, alphas_cumprod, timesteps, guidance_scale, null)` returns an image for each label:

1. x_t starts as standard normal noise, (N, *shape), with dtype and device of `alphas_cumprod`, which has the shape (T,).
2. `timesteps` is a list of ints in decreasing order, such as [9, 6, 3, 0]: the timesteps at which to call the denoiser. It need not contain
   all timesteps. For each timestep t:
   - noise_pred = `guided_noise(…)` at timestep t.
   - x_0 = (x_t − √(1 − ᾱ_t) · noise_pred) / √ᾱ_t, the estimate of the clean latent.
   - x_s = √ᾱ_s · x_0 + √(1 − ᾱ_s) · noise_pred, where s is the **next timestep of the list**. After the last one ᾱ_s is 1, so that x_s is
     x_0.

   This is deterministic DDIM: no new noise is added, so the result depends only on the noise of item 1.
3. `space.decode(x_0)`, once, at the end, returns the images.

Also: the denoiser is in evaluation mode, and afterwards in its previous mode; no graph is recorded; labels are not changed.

Example:

    labels = torch.arange(4).repeat_interleave(8)        # eight of each class
    images = guided_sample(denoiser, space, labels, (4, 2, 2), alphas_cumprod, [9, 6, 3, 0], guidance_scale=3.0, null=4)
"""

import torch
from torch import nn


def guided_noise(
    denoiser: nn.Module, x_t: torch.Tensor, timesteps: torch.Tensor, labels: torch.Tensor, null: int, guidance_scale: float
) -> torch.Tensor:
    raise NotImplementedError  # TODO


def guided_sample(
    denoiser: nn.Module,
    space,
    labels: torch.Tensor,
    shape: tuple[int, ...],
    alphas_cumprod: torch.Tensor,
    timesteps: list[int],
    guidance_scale: float,
    null: int,
) -> torch.Tensor:
    raise NotImplementedError  # TODO
