"""All rates at once, as a row; the larger root of a quadratic in place of an eigenvalue."""

import math

import numpy as np


def loss_curves(x, y, b, w, rates, n_epochs):
    rate = np.array(rates, dtype=float)
    b, w, losses = b + 0 * rate, w + 0 * rate, []
    for _ in range(n_epochs):
        error = b + x * w - y
        losses.append((error * error).mean(axis=0))
        b, w = b - rate * 2 * error.mean(axis=0), w - rate * 2 * (x * error).mean(axis=0)
    return np.array(losses).reshape(n_epochs, len(rates)).T.tolist()


def largest_rate(x):
    first, second = x.mean(), (x * x).mean()
    return 2 / (1 + second + math.sqrt((1 - second) ** 2 + 4 * first**2))
