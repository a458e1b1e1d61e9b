"""w moves with the gradient of b. Both parameters take the same step, so w − b never changes and the search can
only walk along one 45-degree line. The loss falls all the same, to the lowest point of that line: a falling
loss proves little.

Cards: gradient_descent/own-gradient, gradient_descent/falling-is-not-right
"""

import numpy as np


def train(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> tuple[np.ndarray, np.ndarray]:
    for _ in range(n_epochs):
        error = b + w * x - y
        b_grad = 2 * error.mean()
        w_grad = 2 * (x * error).mean()
        b = b - lr * b_grad
        w = w - lr * b_grad
    return b, w
