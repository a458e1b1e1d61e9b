"""One permutation per epoch, split into batches; each batch averages over its own samples."""

import numpy as np


def descend(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int, batch_size: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    path = [[b.item(), w.item()]]
    for _ in range(n_epochs):
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            idx = order[i : i + batch_size]
            error = b + w * x[idx] - y[idx]
            b_grad = 2 * error.mean()
            w_grad = 2 * (x[idx] * error).mean()
            b, w = b - lr * b_grad, w - lr * w_grad
            path.append([b.item(), w.item()])
    return np.array(path)
