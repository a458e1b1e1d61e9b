"""The square is still there: the derivative of `error ** 2` is `2 * error`, without the square. Squared errors
are never negative, so this slope along b can never tell you to move up.

Cards: gradient_descent/slope-of-w, gradient_descent/central-difference
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = b + w * x - y
    b_grad = 2 * (error**2).mean()
    w_grad = 2 * (x * error**2).mean()
    return b_grad, w_grad
