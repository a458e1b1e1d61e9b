"""Two moons out of noise

Everything so far in one class: it is given points, learns from them, and draws new ones. The size of data is not what a noise schedule
expects, so the model works in units of its own, and must find the way back.

Write the class `PointDiffusion(denoiser, betas)`; `denoiser(x, steps)` gives the noise in points x of shape (N, D), and `betas` are β_0 to
β_{T−1}. Everything has one dtype and one device.

`fit(x, n_steps, batch_size, lr)`, for points x of shape (M, D), M ≥ 2:

1. Mean and standard deviation (`torch.std`) of **each column** of x are measured, once. The model learns (x − mean) / std.
2. One Adam with this `lr` makes n_steps steps (0 is allowed). For each step are drawn, by torch's own generator, on the device of x and in
   this order: `batch_size` rows of x (`torch.randint`, uniform, with repetition), a step for each of them (`torch.randint`), and the noise
   (`torch.randn`). The loss is the mean squared error between the denoiser's answer for √ᾱ_t · row + √(1 − ᾱ_t) · noise and the noise. Each
   gradient is that of its own batch.
3. The denoiser trains in training mode, whatever mode it came in. Returned are the losses, a list of n_steps floats.

`sample(n)` returns n new points, (n, D), **in the units of x**:

- From pure noise back through the steps T − 1 to 0, with variance β and no noise at step 0, as in the exercise before. Drawn are the start,
  and then the noise of step T − 1, T − 2, …, 1.
- The denoiser is in evaluation mode meanwhile, and afterwards in the mode it was in. No graph is recorded.

x is not changed.

Example, to try it out (the suite takes smaller networks):

    angle = torch.pi * torch.rand(1000)
    moons = torch.stack([angle.cos(), angle.sin()], dim=1)
    moons[::2] = torch.tensor([1.0, 0.5]) - moons[::2]
    model = PointDiffusion(Denoiser(2, 128), torch.linspace(1e-4, 0.2, 50))      # the Denoiser of an exercise before
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
