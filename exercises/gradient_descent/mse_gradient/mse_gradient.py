"""The gradient of the mean squared error

A model learns by stepping against the slope of its loss. Later `backward()` finds the slope; work
it out once by hand, and you will know what it should say.

The code below holds one mistake. Find it and mend it. `mse_gradient(b, w, x, y)` is right when:

- The model predicts `b + w * x`. The loss is the mean of the squared errors over all N points.
- `b` and `w` are floats. `x` and `y` are float64 arrays of shape (N,), with N ≥ 1. It changes none
  of them.
- It returns two plain numbers, `(b_grad, w_grad)`: the slope of the loss along b, and the slope
  along w. (If w grows by a tiny h, the loss grows by `w_grad * h`.)

Example, the points (1, 2), (2, 4), (3, 6), (4, 8) and the flat line b = w = 0:

    x = np.array([1.0, 2.0, 3.0, 4.0])
    mse_gradient(0.0, 0.0, x, 2 * x)      # (-10.0, -30.0)

NumPy is all you need.
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = b + w * x - y
    b_grad = 2 * error.mean()
    w_grad = np.dot(2 * x, error).mean()
    return b_grad, w_grad
