"""Four activations by hand

Without an activation a deep net is one straight map. Each activation is one line, and its traps are at 0, far out, and in the gradient.

Write four functions. `x` is a float tensor of any shape; it is not changed. Each gives a tensor of the same shape and dtype, through
which the right gradient flows, found by autograd:

- `relu(x)`: x where it is positive, else 0. Its slope at exactly 0 is 0.
- `leaky_relu(x, slope=0.01)`: x where it is positive, else slope · x, for any slope, 2 and negative ones among them. At exactly 0 the
  slope is `slope`.
- `sigmoid(x)`: 1 / (1 + e⁻ˣ).
- `tanh(x)`: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
- For x = ±1000 values and gradients are right: 0 or 1 or whatever it is, and never NaN.
- For x = ±∞ the values are right: 0 and ∞ for relu, 0 and 1 for sigmoid, −1 and 1 for tanh. NaN stays NaN.

Torch's own activations are not to be used.

Example:

    relu(torch.tensor([-2.0, 0.0, 3.0]))            # tensor([0., 0., 3.])
    leaky_relu(torch.tensor([-2.0, 3.0]), 0.1)      # tensor([-0.2000, 3.0000])
    sigmoid(torch.tensor([0.0, 2.0]))               # tensor([0.5000, 0.8808])
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: and the slope at 0?


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    raise NotImplementedError  # TODO


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: what does the gradient do where e⁻ˣ is infinite?


def tanh(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
