"""The error is target minus prediction here, so both slopes have the wrong sign, and a step *against* them
climbs. Either turn the error round or put a minus before both slopes.

Cards: gradient_descent/sign-of-the-error
"""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = y - (b + w * x)
    b_grad = 2 * error.mean()
    w_grad = 2 * (x * error).mean()
    return b_grad, w_grad
