"""Random keys sorted are a random order; theta in one vector, the path filled in place."""

import numpy as np


def descend(x, y, b, w, lr, n_epochs, batch_size, seed):
    state, n = np.random.RandomState(seed), len(x)
    steps = -(-n // batch_size)
    a, path = np.hstack([np.ones_like(x), x]), np.empty((n_epochs * steps + 1, 2))
    path[0] = theta = np.concatenate([b, w])
    for epoch in range(n_epochs):
        order = np.argsort(state.rand(n))
        for k, rows in enumerate(np.split(order, range(batch_size, n, batch_size))):
            theta = theta - lr * 2 / len(rows) * a[rows].T @ (a[rows] @ theta - y[rows, 0])
            path[1 + epoch * steps + k] = theta
    return path
