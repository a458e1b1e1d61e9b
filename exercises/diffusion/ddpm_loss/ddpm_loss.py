"""The loss that asks for the noise

All that a diffusion model learns, it learns from this loss: mix noise into data, and ask the network which noise it was. No opponent as in
a GAN, no code as in a VAE; a plain regression.

Write `denoising_loss(denoiser, x, alpha_bars)`, the loss of one training step:

- `denoiser`: a module; `denoiser(x_t, steps)` gives its guess of the noise, of the shape of x_t. It is called once, in the mode it is in.
- `x`: a batch of data, shape (N, …): (N, D), (N, C, H, W), …; N ≥ 1.
- `alpha_bars`: ᾱ_0 to ᾱ_{T−1}, shape (T,), in any float dtype.

What it does:

1. For **each sample** a step is drawn, uniform over 0 to T − 1, both included: integers of shape (N,), new in each call.
2. Noise is drawn, standard normal and independent for every number of x.
3. x_t = √ᾱ_t · x + √(1 − ᾱ_t) · noise, each sample at its own step. It has the dtype of x.
4. The denoiser gets x_t and the steps. The loss is the squared error between its answer and the noise of line 2, averaged over all numbers
   of the batch.

What must hold besides:

- The loss is a single number; its gradient reaches the parameters of the denoiser, and **nothing else**: x is data. Even if x requires a
  gradient (codes of an encoder do), none is sent there.
- x and the schedule are not changed.

Example:

    class Zero(nn.Module):
        def forward(self, x, steps):
            return torch.zeros_like(x)

    denoising_loss(Zero(), torch.randn(500, 2), bars)     # about 1, the variance of the noise
"""

import torch
from torch import nn


def denoising_loss(denoiser: nn.Module, x: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
