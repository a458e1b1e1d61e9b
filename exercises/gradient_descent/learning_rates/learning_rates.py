"""The largest stable learning rate

Write a function that records loss curves for several learning rates, and one that computes the largest stable
learning rate. If the learning rate is too small, training converges slowly; if it is too large, training diverges.
For a linear model you need not guess: the largest stable learning rate depends only on x.

Write `loss_curves(x, y, b, w, lrs, n_epochs)`:

- `x`, `y`: float64 arrays of shape (N, 1). `b`, `w`: arrays of shape (1,), the initial parameters. `lrs`: a list
  of floats, the learning rates, which may be empty. `n_epochs`: an int, 0 or more.
- For each learning rate, run full-batch gradient descent on the mean squared error of the linear model b + w · x,
  **from the same initial parameters**. It returns a list of lists, one for each learning rate: `n_epochs` plain
  floats, the loss of each epoch before its step.
- A curve that diverges continues to its last epoch, like any other, even with `inf` and `nan`. The caller's
  arrays and its list of learning rates must not be modified.

Write `largest_rate(x)`:

- `x` is as above. It returns the largest stable learning rate, a float: below it gradient descent converges on
  these x, for any y and any initial parameters; above it, it diverges. The limit is set by the curvature of the
  loss, the largest eigenvalue of its Hessian. Six correct digits are enough.

Example, two points of the line 1 + 2x:

    x, y = np.array([[0.0], [1.0]]), np.array([[1.0], [3.0]])
    loss_curves(x, y, np.zeros(1), np.zeros(1), [0.1, 1.0], n_epochs=3)
    # [[5.0, 2.825, 1.63225], [5.0, 12.5, 32.5]]
    largest_rate(x)      # 0.763932..

NumPy is all you need.
"""

import numpy as np


def loss_curves(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lrs: list[float], n_epochs: int) -> list[list[float]]:
    raise NotImplementedError  # TODO: one curve for each learning rate


def largest_rate(x: np.ndarray) -> float:
    raise NotImplementedError  # TODO: the largest stable learning rate, from the curvature
