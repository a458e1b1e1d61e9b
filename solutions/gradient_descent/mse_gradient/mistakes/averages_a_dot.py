"""`np.dot` of two vectors is already one number, their *sum*; `.mean()` of one number changes nothing. So
`w_grad` is N times too large. It is right for one point only, and a larger data set makes training diverge.

Cards: gradient_descent/dot-is-a-sum, gradient_descent/slope-of-w
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = b + w * x - y
    b_grad = 2 * error.mean()
    w_grad = np.dot(2 * x, error).mean()
    return b_grad, w_grad
