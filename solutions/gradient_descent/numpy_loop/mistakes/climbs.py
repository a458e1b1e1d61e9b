"""The error is target minus prediction, so the slopes have the wrong sign, and b and w climb away from the
minimum. With this error the slopes need a minus, or the step a plus.

Cards: gradient_descent/sign-of-the-error
"""

import numpy as np


def train(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> tuple[np.ndarray, np.ndarray]:
    for _ in range(n_epochs):
        error = y - (b + w * x)
        b_grad = 2 * error.mean()
        w_grad = 2 * (x * error).mean()
        b = b - lr * b_grad
        w = w - lr * w_grad
    return b, w
