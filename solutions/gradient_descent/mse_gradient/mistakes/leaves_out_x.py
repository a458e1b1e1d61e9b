"""This `w_grad` is the slope along b. The prediction grows by x when w grows by 1, so each error counts x times
in the slope along w.

Cards: gradient_descent/slope-of-w, gradient_descent/own-gradient
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = b + w * x - y
    b_grad = 2 * error.mean()
    w_grad = 2 * error.mean()
    return b_grad, w_grad
