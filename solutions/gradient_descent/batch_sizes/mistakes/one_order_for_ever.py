"""The order is drawn once, before the loop over the epochs, so each epoch repeats it. Draw a new one in each epoch.

Cards: data/shuffle-training-only
"""

import numpy as np


def descend(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int, batch_size: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    path = [[b[0], w[0]]]
    order = rng.permutation(len(x))
    for _ in range(n_epochs):
        for i in range(0, len(x), batch_size):
            rows = order[i : i + batch_size]
            error = b + w * x[rows] - y[rows]
            b_grad = 2 * error.mean()
            w_grad = 2 * (x[rows] * error).mean()
            b, w = b - lr * b_grad, w - lr * w_grad
            path.append([b[0], w[0]])
    return np.array(path)
