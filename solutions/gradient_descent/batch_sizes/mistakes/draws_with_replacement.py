"""You draw rows with replacement: in an epoch some rows come twice and others not at all. An epoch is one pass over all
rows, so shuffle the row numbers and cut.

Cards: data/shuffle-training-only, gradient_descent/epoch-updates
"""

import numpy as np


def descend(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int, batch_size: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    path = [[b[0], w[0]]]
    for _ in range(n_epochs):
        order = rng.integers(len(x), size=len(x))
        for i in range(0, len(x), batch_size):
            rows = order[i : i + batch_size]
            error = b + w * x[rows] - y[rows]
            b_grad = 2 * error.mean()
            w_grad = 2 * (x[rows] * error).mean()
            b, w = b - lr * b_grad, w - lr * w_grad
            path.append([b[0], w[0]])
    return np.array(path)
