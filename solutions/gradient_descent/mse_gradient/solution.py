"""The chain rule on the mean of the squares: 2 · error times the inner derivative (1 for b, x for w), averaged over the samples."""

import numpy as np


def mse_gradient(b: float, w: float, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    error = b + w * x - y
    b_grad = 2 * error.mean()
    w_grad = 2 * (x * error).mean()
    return b_grad, w_grad
