"""One step back

The network says which noise it sees. From that comes x before the step: not exactly, but its mean and its variance are known from Bayes'
rule. A sample is T such steps in a row, so what is wrong here is wrong T times.

Write two functions. Both get x after step t, with t = 0 … T − 1 a plain int (the whole batch is at one step), and `betas`, shape (T,).
α_t = 1 − β_t, and ᾱ_t is the product of α_0 to α_t; before step 0 it is 1.

`posterior_mean(x, start, step, betas)` returns the mean of x before the step, where the data `start` is known:

    √ᾱ_{t−1} · β_t / (1 − ᾱ_t) · start  +  √α_t · (1 − ᾱ_{t−1}) / (1 − ᾱ_t) · x

`reverse_step(x, predicted, step, betas, noise, posterior=False)` returns a sample of x before the step; the noise in x is `predicted`:

- Its mean is 1/√α_t · (x − β_t / √(1 − ᾱ_t) · predicted). It is the same mean: put the `start` that belongs to this noise into the
  formula above.
- `noise`, standard normal and of the shape of x, is added to the mean with **variance** β_t, or with `posterior=True` with variance
  β̃_t = β_t · (1 − ᾱ_{t−1}) / (1 − ᾱ_t).
- At step 0 **no** noise is added: the mean is the result.

What must hold besides:

- x, start, predicted and noise have the same shape (N, …) and dtype; the result, too, whatever the dtype of betas. They are not changed.
- Nothing is clamped. Gradients flow.

Example:

    betas = torch.tensor([0.19, 0.36])
    x, one = torch.tensor([2.0]), torch.tensor([1.0])
    reverse_step(x, 0 * one, 1, betas, one)      # [3.1]: 2 / 0.8 + 0.6
    reverse_step(x, 0 * one, 0, betas, one)      # [2.2222]: 2 / 0.9
"""

import torch


def posterior_mean(x: torch.Tensor, start: torch.Tensor, step: int, betas: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def reverse_step(
    x: torch.Tensor, predicted: torch.Tensor, step: int, betas: torch.Tensor, noise: torch.Tensor, posterior: bool = False
) -> torch.Tensor:
    raise NotImplementedError  # TODO
