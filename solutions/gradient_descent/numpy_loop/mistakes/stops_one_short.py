"""`range(1, n_epochs)` has n_epochs − 1 numbers, so one epoch is missing. `range(n_epochs)` counts from 0 and
has n_epochs.

Cards: gradient_descent/range-counts
"""

import numpy as np


def train(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> tuple[np.ndarray, np.ndarray]:
    for epoch in range(1, n_epochs):
        error = b + w * x - y
        b_grad = 2 * error.mean()
        w_grad = 2 * (x * error).mean()
        b = b - lr * b_grad
        w = w - lr * w_grad
    return b, w
