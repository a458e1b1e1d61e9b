"""How large may a step be?

Too small a learning rate wastes hours, too large a one blows up. For a line there is no need to
guess: the values of x alone say where the border is.

Write `loss_curves(x, y, b, w, rates, n_epochs)`:

- `x`, `y`: float64 arrays of shape (N, 1). `b`, `w`: arrays of shape (1,), the start. `rates`: a list
  of floats, which may be empty. `n_epochs`: an int, 0 or more.
- For each rate, run full-batch gradient descent on the mean squared error of the line b + w · x,
  **from the same start**. It returns a list of lists, one for each rate: `n_epochs` plain floats,
  the loss of each epoch before its step.
- A curve that blows up goes on to its end, like any other, be it with `inf` and `nan`. The caller's
  arrays and its list of rates stay as they were.

Write `largest_rate(x)`:

- `x` is as above. It returns the border, a float: for rates below it gradient descent converges on
  these x, whatever y and the start are; for rates above it, it blows up. How strongly the loss
  curves over b and w decides. Six correct digits are enough.

Example, two points of the line 1 + 2x:

    x, y = np.array([[0.0], [1.0]]), np.array([[1.0], [3.0]])
    loss_curves(x, y, np.zeros(1), np.zeros(1), [0.1, 1.0], n_epochs=3)
    # [[5.0, 2.825, 1.63225], [5.0, 12.5, 32.5]]
    largest_rate(x)      # 0.763932..

NumPy is all you need.
"""

import numpy as np


def loss_curves(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, rates: list[float], n_epochs: int) -> list[list[float]]:
    raise NotImplementedError  # TODO: one curve for each rate


def largest_rate(x: np.ndarray) -> float:
    raise NotImplementedError  # TODO: the border, from the curvature
