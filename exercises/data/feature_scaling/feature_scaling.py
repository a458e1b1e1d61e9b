"""What scaling does to the surface

Two features in unlike units make a loss surface like a canyon: steep across, flat along. Here you
measure the canyon, and see what scaling makes of it.

The model is b + w₁x₁ + … , the loss the mean squared error. `x` is a float64 tensor of shape (N, F),
`y` one of shape (N, 1), N greater than F + 1. Write three functions:

- `hessian(x)`: the second derivatives of the loss with respect to (b, w₁, …, w_F), in this order, a
  tensor of shape (F + 1, F + 1). They depend on x alone.
- `survey(x, y)`: a dict of three plain numbers.
  - `"condition"`: the largest eigenvalue of the Hessian over the smallest.
  - `"border"`: the learning rate above which full-batch gradient descent blows up.
  - `"steps"`: the number of full-batch steps, from b = 0 and w = 0, with **half** the border as
    learning rate, until the loss is at most 1.01 times the lowest loss that any b and w can reach.
    An int; 0 if the start is good enough.
- `before_and_after(x, y)`: two such dicts in a tuple. First for x, then for x standardised: each
  column with mean 0 and population deviation 1. y is not scaled.

Inputs stay as they were. No column of x is constant, and y does not lie exactly on a plane.

Example:

    x = torch.tensor([[0.0], [1.0], [2.0]], dtype=torch.float64)
    y = torch.tensor([[1.0], [3.0], [4.0]], dtype=torch.float64)
    hessian(x)                # [[2., 2.], [2., 3.3333]]
    before_and_after(x, y)    # condition 8.55, border 0.419, 4 steps; then 1.0, 1.0, 1 step

torch is all you need.
"""

import torch


def hessian(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: second derivatives


def survey(x: torch.Tensor, y: torch.Tensor) -> dict[str, float]:
    raise NotImplementedError  # TODO: condition, border, steps


def before_and_after(x: torch.Tensor, y: torch.Tensor) -> tuple[dict[str, float], dict[str, float]]:
    raise NotImplementedError  # TODO: raw and standardised
