"""b moves first, and the slope along w is taken with the new b. Gradient descent takes both slopes at the same
point and then moves both. Here it ends at the same place, by another path than the one that was asked for.

Cards: gradient_descent/simultaneous-update
"""

import numpy as np


def train(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> tuple[np.ndarray, np.ndarray]:
    for _ in range(n_epochs):
        error = b + w * x - y
        b = b - lr * 2 * error.mean()
        error = b + w * x - y
        w = w - lr * 2 * (x * error).mean()
    return b, w
