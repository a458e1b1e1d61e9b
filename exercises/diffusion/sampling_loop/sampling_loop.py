"""From noise to a sample

A trained denoiser is a regression and nothing more. What makes pictures of it is this loop: start from noise, and go back step by step,
each time by what the denoiser says.

Write `sample(denoiser, shape, betas)`:

- `denoiser`: a module; `denoiser(x, steps)` gives the noise in x. `steps` are integers of shape (N,), on the device of x: here all alike.
- `shape`: the shape of the samples, (N, …), N ≥ 1.
- `betas`: β_0 to β_{T−1}, shape (T,). Samples have their dtype and device.

What it does:

1. x starts as pure noise: `torch.randn` of this shape.
2. For t = T − 1, …, 1, 0: the denoiser is called once, and x becomes 1/√α_t · (x − β_t / √(1 − ᾱ_t) · predicted) + √β_t · noise, with
   noise drawn anew in each step (`torch.randn` of this shape); at t = 0 **no** noise is added.
3. x is returned.

What must hold besides:

- Numbers are drawn in this order by torch's own generator, on the device of betas: the start first, then the noise of step T − 1, T − 2,
  …, 1. So after `torch.manual_seed(0)` the samples are the same each time.
- All calls of the denoiser are in evaluation mode, and without a graph (`torch.no_grad()`). The samples require no gradient.
- Afterwards the denoiser is in the mode in which it came.

Example:

    class Zero(nn.Module):
        def forward(self, x, steps):
            return torch.zeros_like(x)

    sample(Zero(), (16, 2), betas).shape     # torch.Size([16, 2])
"""

import torch
from torch import nn


def sample(denoiser: nn.Module, shape: tuple[int, ...], betas: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
