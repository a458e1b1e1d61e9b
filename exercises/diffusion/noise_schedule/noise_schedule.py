"""The linear noise schedule

Write three functions that compute the noise schedule of a diffusion model (DDPM). The forward process turns data into noise in T small
steps, the timesteps 0 to T − 1 (the paper counts 1 to T). At timestep t it computes x_t = √(1 − β_t) · x_{t−1} + √β_t · ε, where ε is
standard normal noise. The schedule β_t is fixed before training. Training and sampling both use it, so an error here affects every sample,
and nothing raises.

- `linear_betas(n_steps, first=1e-4, last=0.02, dtype=torch.float32)` returns the β_t, shape (n_steps,): equally spaced from `first` to
  `last`, both included. With a single timestep the value is `first`.
- `alpha_bars(betas)` returns ᾱ_t, shape (T,): the cumulative product of α_s = 1 − β_s over s = 0, …, t. It is the fraction of the data's
  variance that is left in x_t. The diffusers library calls it `alphas_cumprod`.
- `posterior_variances(betas)` returns β̃_t, shape (T,): the variance of q(x_{t−1} | x_t, x_0), where x_0 is the clean data:

      β̃_t = β_t · (1 − ᾱ_{t−1}) / (1 − ᾱ_t)

  Before timestep 0 there is no noise: ᾱ_{t−1} is 1 there, so β̃_0 is 0.

Also:

- `alpha_bars` and `posterior_variances` work for any betas between 0 and 1, T ≥ 1. They return the dtype and the device of betas, which are
  not changed.
- Each value is accurate to the precision of that dtype: in float32 its relative error is at most 1e-6. Note that 1 − ᾱ is a small
  difference of two values near 1.

Example:

    alpha_bars(torch.tensor([0.1, 0.2, 0.5]))            # [0.9, 0.72, 0.36]
    posterior_variances(torch.tensor([0.1, 0.2, 0.5]))   # [0, 0.0714, 0.2188]
"""

import torch


def linear_betas(n_steps: int, first: float = 1e-4, last: float = 0.02, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    raise NotImplementedError  # TODO


def alpha_bars(betas: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def posterior_variances(betas: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
