"""The 2 is missing: the derivative of `error ** 2` is `2 * error`. Both slopes are half of what they should be,
so every step is half as long as the learning rate says.

Cards: gradient_descent/slope-of-w, gradient_descent/central-difference
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = b + w * x - y
    b_grad = error.mean()
    w_grad = (x * error).mean()
    return b_grad, w_grad
