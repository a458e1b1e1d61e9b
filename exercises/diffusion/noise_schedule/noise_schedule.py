"""A noise schedule

A diffusion model destroys data in many small steps of noise and learns the way back. How much noise each step adds is fixed before any
training: the schedule. Everything later is computed from it, so an error here is in every sample, and nothing ever raises.

There are T steps, numbered 0 to T − 1. Step t scales what there is by √(1 − β_t) and adds noise of variance β_t. Write three functions:

- `linear_betas(n_steps, first=1e-4, last=0.02, dtype=torch.float32)` returns the β_t, shape (n_steps,): from `first` to `last`, both
  included, at equal distances. A single step has `first`.
- `alpha_bars(betas)` returns ᾱ_t, shape (T,): the product of α_s = 1 − β_s over all steps s from 0 up to and with t. It says how much of
  the data's variance is left after step t.
- `posterior_variances(betas)` returns β̃_t, shape (T,): the variance that x before step t still has, when x after it and the data are both
  known:

      β̃_t = β_t · (1 − ᾱ_{t−1}) / (1 − ᾱ_t)

  Before step 0 no noise has come in: there ᾱ is 1, and so β̃_0 is 0.

What must hold besides:

- The last two work for any betas between 0 and 1, T ≥ 1. They return the dtype and the device of betas, which are not changed.
- Each number is right to the precision of that dtype: in float32 to a millionth of itself. Mind that 1 − ᾱ is a small difference of two
  numbers near 1.

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
