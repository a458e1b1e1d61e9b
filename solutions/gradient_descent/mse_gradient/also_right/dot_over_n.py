"""A dot product is a sum, so it is divided by N; with `error = y - prediction` both derivatives get a minus sign."""

import numpy as np


def mse_gradient(b, w, x, y):
    error = y - (b + w * x)
    return -2 * np.sum(error) / len(x), -2 * np.dot(x, error) / len(x)
