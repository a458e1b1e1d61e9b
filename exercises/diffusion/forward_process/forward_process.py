"""The forward process in closed form

Write two functions that add noise to data at any timestep, and remove it again:

- `add_noise(x, timesteps, noise, alphas_cumprod)` returns x_t = √ᾱ_t · x + √(1 − ᾱ_t) · noise. Here x is the clean data x_0.
- `remove_noise(x, timesteps, noise, alphas_cumprod)` is the inverse: here x is x_t, and the function returns the x_0 to which this noise
  was added.

The forward process is defined as T small steps. But a sum of independent Gaussians is Gaussian, so x_t has this closed form: a sample from
q(x_t | x_0) needs no loop. Training uses it in every step.

The arguments:

- `x`: N samples, shape (N, …): scalars (N,), points (N, D) or images (N, C, H, W); N ≥ 1.
- `timesteps`: integers of shape (N,), from 0 to T − 1: **each sample has its own timestep**.
- `noise`: same shape and dtype as x. It is an argument; do not sample noise here.
- `alphas_cumprod`: ᾱ_0 to ᾱ_{T−1}, shape (T,), in any float dtype.

Also:

- The result has the shape, the dtype and the device of x.
- Gradients flow to x and to noise. No argument is changed.

Example:

    alphas_cumprod = torch.tensor([0.64, 0.36])
    x, noise = torch.tensor([[10.0], [10.0]]), torch.tensor([[1.0], [1.0]])
    add_noise(x, torch.tensor([0, 1]), noise, alphas_cumprod)      # [[8.6], [6.8]]
"""

import torch


def add_noise(x: torch.Tensor, timesteps: torch.Tensor, noise: torch.Tensor, alphas_cumprod: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO


def remove_noise(x: torch.Tensor, timesteps: torch.Tensor, noise: torch.Tensor, alphas_cumprod: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
