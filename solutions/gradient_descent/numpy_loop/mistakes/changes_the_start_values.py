"""`b -= ...` changes the array that the caller passed in: its start values are gone, and a second run starts
where the first one ended. `b = b - ...` makes a new array (or work on copies).

Cards: gradient_descent/name-is-no-copy
"""

import numpy as np


def train(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> tuple[np.ndarray, np.ndarray]:
    for _ in range(n_epochs):
        error = b + w * x - y
        b_grad = 2 * error.mean()
        w_grad = 2 * (x * error).mean()
        b -= lr * b_grad
        w -= lr * w_grad
    return b, w
