"""Error and slopes are computed once, before the loop; every epoch repeats the first step, past the minimum and
on for ever. The slopes belong to the point (b, w): after each step they must be computed again.

Cards: gradient_descent/loop-order
"""

import numpy as np


def train(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> tuple[np.ndarray, np.ndarray]:
    error = b + w * x - y
    b_grad = 2 * error.mean()
    w_grad = 2 * (x * error).mean()
    for _ in range(n_epochs):
        b = b - lr * b_grad
        w = w - lr * w_grad
    return b, w
