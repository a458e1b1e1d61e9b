"""The gradient of the mean squared error

Fix the function below: it contains one bug. It computes the gradient of the loss, the vector of its partial
derivatives. Gradient descent steps against this gradient. Later `backward()` computes it for you; derive it once
by hand, and you can check what autograd returns.

`mse_gradient(b, w, x, y)` is correct when:

- The model predicts `b + w * x`. The loss is the mean of the squared errors over all N samples.
- `b` and `w` are floats. `x` and `y` are float64 arrays of shape (N,), with N ≥ 1. None of them is
  modified.
- It returns two scalars, `(b_grad, w_grad)`: the partial derivatives of the loss with respect to b and w.
  (If w grows by a tiny h, the loss grows by about `w_grad * h`.)

Example, the points (1, 2), (2, 4), (3, 6), (4, 8) and the model with b = w = 0:

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
