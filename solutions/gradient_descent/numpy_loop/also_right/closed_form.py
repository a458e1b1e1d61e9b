"""No loop over epochs: a step is an affine transformation of (b, w), so n steps are the n-th power of a 3 × 3 matrix."""

import numpy as np


def train(x, y, b, w, lr, n_epochs):
    design = np.hstack([np.ones_like(x), x])
    step = np.eye(3)
    step[:2, :2] -= lr * 2 / len(x) * design.T @ design
    step[:2, 2:] = lr * 2 / len(x) * design.T @ y
    end = np.linalg.matrix_power(step, n_epochs) @ np.array([b[0], w[0], 1.0])
    return end[:1], end[1:2]
