"""The DDPM sampling loop

Write `sample(denoiser, shape, betas)`, the ancestral sampling loop of DDPM: start from pure noise and make one reverse step per timestep. A
trained denoiser is only a regression model; this loop generates samples with it.

- `denoiser`: a module; `denoiser(x_t, timesteps)` predicts the noise in x_t. `timesteps` are integers of shape (N,), on the device of x_t:
  here all equal.
- `shape`: the shape of the samples, (N, …), N ≥ 1.
- `betas`: β_0 to β_{T−1}, shape (T,). Samples have their dtype and device.

What the function does:

1. Start from pure noise: `torch.randn` of this shape.
2. For t = T − 1, …, 1, 0: call the denoiser once, and compute x_{t−1} = 1/√α_t · (x_t − β_t / √(1 − ᾱ_t) · noise_pred) + √β_t · noise, with
   new noise at every timestep (`torch.randn` of this shape); at t = 0 add **no** noise.
3. Return the result of t = 0.

Also:

- All noise comes from torch's default generator, on the device of betas, in this order: the initial noise, then the noise of timestep T −
  1, T − 2, …, 1. So after `torch.manual_seed(0)` the samples are the same each time.
- All calls of the denoiser are in evaluation mode, and without a graph (`torch.no_grad()`). The samples require no gradient.
- Afterwards restore the previous mode of the denoiser.

Example:

    class Zero(nn.Module):
        def forward(self, x, timesteps):
            return torch.zeros_like(x)

    sample(Zero(), (16, 2), betas).shape     # torch.Size([16, 2])
"""

import torch
from torch import nn


def sample(denoiser: nn.Module, shape: tuple[int, ...], betas: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
