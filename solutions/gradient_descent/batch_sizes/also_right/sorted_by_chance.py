"""Sorting by random keys gives a random order; both parameters are in one vector, and the path is filled in place."""

import numpy as np


def descend(x, y, b, w, lr, n_epochs, batch_size, seed):
    state, n = np.random.RandomState(seed), len(x)
    steps = -(-n // batch_size)
    a, path = np.hstack([np.ones_like(x), x]), np.empty((n_epochs * steps + 1, 2))
    path[0] = theta = np.concatenate([b, w])
    for epoch in range(n_epochs):
        order = np.argsort(state.rand(n))
        for k, idx in enumerate(np.split(order, range(batch_size, n, batch_size))):
            theta = theta - lr * 2 / len(idx) * a[idx].T @ (a[idx] @ theta - y[idx, 0])
            path[1 + epoch * steps + k] = theta
    return path
