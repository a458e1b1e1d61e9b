"""All learning lrs at once, by broadcasting; the larger root of a quadratic instead of an eigenvalue."""

import math

import numpy as np


def loss_curves(x, y, b, w, lrs, n_epochs):
    lr = np.array(lrs, dtype=float)
    b, w, losses = b + 0 * lr, w + 0 * lr, []
    for _ in range(n_epochs):
        error = b + x * w - y
        losses.append((error * error).mean(axis=0))
        b, w = b - lr * 2 * error.mean(axis=0), w - lr * 2 * (x * error).mean(axis=0)
    return np.array(losses).reshape(n_epochs, len(lrs)).T.tolist()


def largest_rate(x):
    first, second = x.mean(), (x * x).mean()
    return 2 / (1 + second + math.sqrt((1 - second) ** 2 + 4 * first**2))
