"""The bias is left out of the prediction, so the slopes belong to another model, `w * x`. They are right for b =
0 only.

Cards: gradient_descent/bias-and-weight
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = w * x - y
    b_grad = 2 * error.mean()
    w_grad = 2 * (x * error).mean()
    return b_grad, w_grad
