"""The DDPM reverse step

Write two functions for one step of the DDPM sampler, from x_t to x_{t−1}. The denoiser predicts the noise in x_t. With Bayes' rule, this
gives the mean and the variance of x_{t−1}. Sampling repeats the step T times, and so repeats any error in it.

Both functions get x_t, with t = 0 … T − 1 a plain int (the whole batch is at one timestep), and `betas`, shape (T,). α_t = 1 − β_t, and ᾱ_t
is the product of α_0 to α_t. At t = 0, ᾱ_{t−1} is 1, and x_{t−1} is the clean data.

`posterior_mean(x_t, x_0, t, betas)` returns the mean of q(x_{t−1} | x_t, x_0), where x_0 is the clean data:

    √ᾱ_{t−1} · β_t / (1 − ᾱ_t) · x_0  +  √α_t · (1 − ᾱ_{t−1}) / (1 − ᾱ_t) · x_t

`reverse_step(x_t, noise_pred, t, betas, noise, posterior=False)` returns a sample of x_{t−1}, where `noise_pred` is the predicted noise in
x_t:

- Its mean is 1/√α_t · (x_t − β_t / √(1 − ᾱ_t) · noise_pred). This equals the posterior mean for the x_0 that x_t and noise_pred imply.
- `noise`, standard normal and of the shape of x_t, is added to the mean with **variance** β_t, or with `posterior=True` with variance β̃_t
  = β_t · (1 − ᾱ_{t−1}) / (1 − ᾱ_t).
- At t = 0 **no** noise is added: the mean is the result.

Also:

- x_t, x_0, noise_pred and noise have the same shape (N, …) and dtype. The result has them, too, whatever the dtype of betas. No argument is
  changed.
- Nothing is clamped. Gradients flow to x_t, x_0, noise_pred and noise.

Example:

    betas = torch.tensor([0.19, 0.36])
    x_t, one = torch.tensor([2.0]), torch.tensor([1.0])
    reverse_step(x_t, 0 * one, 1, betas, one)      # [3.1]: 2 / 0.8 + 0.6
    reverse_step(x_t, 0 * one, 0, betas, one)      # [2.2222]: 2 / 0.9
"""

import torch


def posterior_mean(x_t: torch.Tensor, x_0: torch.Tensor, t: int, betas: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def reverse_step(
    x_t: torch.Tensor, noise_pred: torch.Tensor, t: int, betas: torch.Tensor, noise: torch.Tensor, posterior: bool = False
) -> torch.Tensor:
    raise NotImplementedError  # TODO
