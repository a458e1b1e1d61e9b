"""Train and sample a DDPM on two moons

Write a complete diffusion model for points in one class: it standardizes the data, trains the denoiser and samples new points. Noise
schedules assume data of unit variance. So the model works on standardized data, and converts the samples back to the original scale.

The class is `PointDiffusion(denoiser, betas)`; `denoiser(x_t, timesteps)` predicts the noise in points x_t of shape (N, D), and `betas` are
β_0 to β_{T−1}. Everything has one dtype and one device.

`fit(x, n_steps, batch_size, lr)`, for points x of shape (M, D), M ≥ 2:

1. Compute mean and standard deviation (`torch.std`) of **each column** of x, once. The model is trained on (x − mean) / std.
2. Make n_steps steps (0 is allowed) with one Adam optimizer with this `lr`. For each step sample, with torch's default generator, on the
   device of x and in this order: `batch_size` indices into x (`torch.randint`, uniform, with replacement), a timestep for each of them
   (`torch.randint`), and the noise (`torch.randn`). The loss is the mean squared error between the noise and the denoiser's output for √ᾱ_t
   · x_0 + √(1 − ᾱ_t) · noise, where x_0 are the selected points, standardized. Each gradient is that of its own batch.
3. The denoiser trains in training mode, whatever its previous mode. Return the losses, a list of n_steps floats.

`sample(n)` returns n new points, (n, D), **in the original scale of x**:

- Ancestral sampling: from pure noise through the timesteps T − 1 to 0, with variance β_t and no noise at t = 0, as in sampling_loop. Sample
  the initial noise, then the noise of timestep T − 1, T − 2, …, 1.
- During sampling the denoiser is in evaluation mode, and afterwards in its previous mode. No graph is recorded.

x is not changed.

Example, to try it out (the tests use smaller networks):

    angle = torch.pi * torch.rand(1000)
    moons = torch.stack([angle.cos(), angle.sin()], dim=1)
    moons[::2] = torch.tensor([1.0, 0.5]) - moons[::2]
    model = PointDiffusion(Denoiser(2, 128), torch.linspace(1e-4, 0.2, 50))      # the Denoiser of timestep_embedding
    losses = model.fit(moons + 0.05 * torch.randn(1000, 2), n_steps=3000, batch_size=256, lr=2e-3)
    model.sample(500)
"""

import torch
from torch import nn


class PointDiffusion:
    def __init__(self, denoiser: nn.Module, betas: torch.Tensor) -> None:
        raise NotImplementedError  # TODO

    def fit(self, x: torch.Tensor, n_steps: int, batch_size: int, lr: float) -> list[float]:
        raise NotImplementedError  # TODO

    def sample(self, n: int) -> torch.Tensor:
        raise NotImplementedError  # TODO
