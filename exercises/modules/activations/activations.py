"""ReLU, leaky ReLU, sigmoid and tanh

Write four activation functions. Without a non-linear activation a deep network is one linear map. Each of them is one line; the
difficult cases are x = 0, large |x|, and the gradient.

Write four functions. `x` is a float tensor of any shape; do not modify it. Each returns a tensor of the same shape and dtype, and
autograd computes the right gradient through it:

- `relu(x)`: x where it is positive, else 0. Its gradient at exactly 0 is 0.
- `leaky_relu(x, slope=0.01)`: x where it is positive, else slope · x, for any slope, including 2 and negative ones. At exactly 0 the
  gradient is `slope`.
- `sigmoid(x)`: 1 / (1 + e⁻ˣ).
- `tanh(x)`: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
- For x = ±1000 the values and the gradients must be right, and never NaN.
- For x = ±∞ the values must be right: 0 and ∞ for relu, 0 and 1 for sigmoid, −1 and 1 for tanh. NaN stays NaN.

Do not use torch's own activations.

Example:

    relu(torch.tensor([-2.0, 0.0, 3.0]))            # tensor([0., 0., 3.])
    leaky_relu(torch.tensor([-2.0, 3.0]), 0.1)      # tensor([-0.2000, 3.0000])
    sigmoid(torch.tensor([0.0, 2.0]))               # tensor([0.5000, 0.8808])
"""

import torch


def relu(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: what is the gradient at 0?


def leaky_relu(x: torch.Tensor, slope: float = 0.01) -> torch.Tensor:
    raise NotImplementedError  # TODO


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: what is the gradient where e⁻ˣ overflows to infinity?


def tanh(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO
