"""x and y are shuffled by two permutations, so no row keeps its partner and the line can only learn the mean. Shuffle
row numbers, once for both.

Cards: data/one-order-for-both
"""

import numpy as np


def descend(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int, batch_size: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    path = [[b[0], w[0]]]
    for _ in range(n_epochs):
        order, partners = rng.permutation(len(x)), rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            rows = order[i : i + batch_size]
            others = partners[i : i + batch_size]
            error = b + w * x[rows] - y[others]
            b_grad = 2 * error.mean()
            w_grad = 2 * (x[rows] * error).mean()
            b, w = b - lr * b_grad, w - lr * w_grad
            path.append([b[0], w[0]])
    return np.array(path)
