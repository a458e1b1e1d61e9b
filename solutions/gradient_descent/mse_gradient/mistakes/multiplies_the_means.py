"""The mean of a product is not the product of the means. Multiply each error by its own x first, then take the
mean.

Cards: gradient_descent/slope-of-w, gradient_descent/mean-of-squares
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = b + w * x - y
    b_grad = 2 * error.mean()
    w_grad = 2 * x.mean() * error.mean()
    return b_grad, w_grad
