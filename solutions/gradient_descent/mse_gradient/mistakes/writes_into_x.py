"""`prediction = x` gives the array a second name, it does not copy it. The `*=` and `+=` after it write the
predictions into x itself: `w_grad` is computed with the wrong x, and the caller has lost its data.

Cards: gradient_descent/name-is-no-copy
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    prediction = x
    prediction *= w
    prediction += b
    error = prediction - y
    b_grad = 2 * error.mean()
    w_grad = 2 * (x * error).mean()
    return b_grad, w_grad
