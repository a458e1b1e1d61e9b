"""The DDPM training loss

Write `denoising_loss(denoiser, x, alphas_cumprod)`, the loss of one training step of a diffusion model: add noise to data, and predict that
noise. This is the simple loss of the DDPM paper. It is a plain regression, without the adversary of a GAN and without the encoder of a VAE.

- `denoiser`: a module; `denoiser(x_t, timesteps)` returns its prediction of the noise, of the shape of x_t. Call it once, in the mode it is
  in.
- `x`: a batch of clean data x_0, shape (N, …): (N, D), (N, C, H, W), …; N ≥ 1.
- `alphas_cumprod`: ᾱ_0 to ᾱ_{T−1}, shape (T,), in any float dtype.

What the function does:

1. Sample a timestep for **each sample**, uniform over 0 to T − 1, both included: integers of shape (N,), new in each call.
2. Sample noise, standard normal and independent for every element of x.
3. Compute x_t = √ᾱ_t · x + √(1 − ᾱ_t) · noise, each sample at its own timestep. It has the dtype of x.
4. Call the denoiser with x_t and the timesteps. The loss is the squared error between its output and the noise of item 2, averaged over all
   elements of the batch.

Also:

- The loss has a single element. Its gradient flows to the parameters of the denoiser, and to **nothing else**: x is data. Even if x
  requires a gradient (latents from an encoder do), it gets none.
- x and the schedule are not changed.

Example:

    class Zero(nn.Module):
        def forward(self, x, timesteps):
            return torch.zeros_like(x)

    denoising_loss(Zero(), torch.randn(500, 2), alphas_cumprod)     # about 1, the variance of the noise
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alphas_cumprod: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
