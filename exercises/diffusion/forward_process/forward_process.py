"""Noise for any step at once

The forward process adds noise in T small steps. Training needs x after a random step, thousands of times; nobody walks there. Normal
numbers add up to normal numbers, so one line jumps to any step.

Write two functions:

- `add_noise(x, steps, noise, alpha_bars)` returns x_t = √ᾱ_t · x + √(1 − ᾱ_t) · noise.
- `remove_noise(x, steps, noise, alpha_bars)` is the way back: x is an x_t, and it returns the data that this noise was added to.

Their arguments:

- `x`: samples of shape (N, …): numbers (N,), points (N, D), pictures (N, C, H, W); N ≥ 1.
- `steps`: integers of shape (N,), from 0 to T − 1: **each sample has its own step**.
- `noise`: of the shape and dtype of x. It is given; nothing is drawn here.
- `alpha_bars`: ᾱ_0 to ᾱ_{T−1}, shape (T,), in any float dtype.

What must hold besides:

- The result has the shape, the dtype and the device of x.
- Gradients flow to x and to noise. No argument is changed.

Example:

    bars = torch.tensor([0.64, 0.36])
    x, noise = torch.tensor([[10.0], [10.0]]), torch.tensor([[1.0], [1.0]])
    add_noise(x, torch.tensor([0, 1]), noise, bars)      # [[8.6], [6.8]]
"""

import torch


def add_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def remove_noise(x: torch.Tensor, steps: torch.Tensor, noise: torch.Tensor, alpha_bars: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
