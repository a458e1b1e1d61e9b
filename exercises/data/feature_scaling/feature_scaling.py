"""Feature scaling and the condition number

Compute the Hessian of linear regression, its condition number, and the number of gradient descent
steps before and after feature scaling. Two features of different scale make the problem
ill-conditioned: the loss is steep in one direction and flat in another.

The model is b + w₁x₁ + … , the loss the mean squared error. `x` is a float64 tensor of shape (N, F),
`y` one of shape (N, 1), N greater than F + 1. Write three functions:

- `hessian(x)`: the second derivatives of the loss with respect to (b, w₁, …, w_F), in this order, a
  tensor of shape (F + 1, F + 1). They depend on x alone.
- `survey(x, y)`: a dict of three plain Python numbers.
  - `"condition"`: the condition number, the largest eigenvalue of the Hessian over the smallest.
  - `"max_stable_lr"`: the learning rate above which full-batch gradient descent diverges.
  - `"steps"`: the number of full-batch steps, from b = 0 and w = 0, with **half** of this learning
    rate, until the loss is at most 1.01 times the lowest loss that any b and w can reach. An int;
    0 if the start is good enough.
- `before_and_after(x, y)`: two such dicts in a tuple. First for x, then for x standardized: each
  column with mean 0 and population standard deviation 1. y is not scaled.

Do not modify the inputs. No column of x is constant, and y does not lie exactly on a plane.

Example:

    x = torch.tensor([[0.0], [1.0], [2.0]], dtype=torch.float64)
    y = torch.tensor([[1.0], [3.0], [4.0]], dtype=torch.float64)
    hessian(x)                # [[2., 2.], [2., 3.3333]]
    before_and_after(x, y)    # condition 8.55, max_stable_lr 0.419, 4 steps; then 1.0, 1.0, 1 step

torch is all you need.
"""

import torch


def hessian(x: torch.Tensor) -> torch.Tensor:
    raise NotImplementedError  # TODO: second derivatives


def survey(x: torch.Tensor, y: torch.Tensor) -> dict[str, float]:
    raise NotImplementedError  # TODO: condition, max_stable_lr, steps


def before_and_after(x: torch.Tensor, y: torch.Tensor) -> tuple[dict[str, float], dict[str, float]]:
    raise NotImplementedError  # TODO: raw and standardized
