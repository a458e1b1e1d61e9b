"""The slopes are sums over the batch. Twice the rows then make a step twice as long, and the learning rate has to change
with the batch size.

Cards: gradient_descent/one-loss-for-all-rows
"""

import numpy as np


def descend(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int, batch_size: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    path = [[b[0], w[0]]]
    for _ in range(n_epochs):
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            rows = order[i : i + batch_size]
            error = b + w * x[rows] - y[rows]
            b_grad = 2 * error.sum()
            w_grad = 2 * (x[rows] * error).sum()
            b, w = b - lr * b_grad, w - lr * w_grad
            path.append([b[0], w[0]])
    return np.array(path)
