"""No loop over epochs: a step is an affine map of (b, w), so n steps are one power of a 3 by 3 matrix."""

import numpy as np


def train(x, y, b, w, lr, n_epochs):
    features = np.hstack([np.ones_like(x), x])
    step = np.eye(3)
    step[:2, :2] -= lr * 2 / len(x) * features.T @ features
    step[:2, 2:] = lr * 2 / len(x) * features.T @ y
    end = np.linalg.matrix_power(step, n_epochs) @ np.array([b[0], w[0], 1.0])
    return end[:1], end[1:2]
