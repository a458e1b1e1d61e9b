"""The slopes are sums over the points in place of means, N times too large. The step is then N times too long:
the learning rate that suits 10 points makes 100 points diverge.

Cards: gradient_descent/dot-is-a-sum, gradient_descent/too-large-a-rate
"""

import numpy as np


def train(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> tuple[np.ndarray, np.ndarray]:
    for _ in range(n_epochs):
        error = b + w * x - y
        b_grad = 2 * error.sum()
        w_grad = 2 * (x * error).sum()
        b = b - lr * b_grad
        w = w - lr * w_grad
    return b, w
