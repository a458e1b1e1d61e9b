"""Both slopes are right, and they come back in the wrong order: b first, then w. A caller who unpacks them moves
each parameter with the gradient of the other one.

Cards: gradient_descent/own-gradient
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = b + w * x - y
    b_grad = 2 * error.mean()
    w_grad = 2 * (x * error).mean()
    return w_grad, b_grad
