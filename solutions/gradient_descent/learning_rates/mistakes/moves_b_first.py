"""b moves before w's slope is taken, so the path is not that of gradient descent, and its border is another.

Cards: gradient_descent/simultaneous-update
"""

import numpy as np


def loss_curves(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, rates: list[float], n_epochs: int) -> list[list[float]]:
    return [curve(x, y, b, w, rate, n_epochs) for rate in rates]


def curve(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, rate: float, n_epochs: int) -> list[float]:
    losses = []
    for _ in range(n_epochs):
        error = b + w * x - y
        losses.append(float((error**2).mean()))
        b = b - rate * 2 * error.mean()
        w = w - rate * 2 * (x * (b + w * x - y)).mean()
    return losses


def largest_rate(x: np.ndarray) -> float:
    a = np.hstack([np.ones_like(x), x])
    hessian = 2 * a.T @ a / len(x)
    return float(2 / np.linalg.eigvalsh(hessian).max())
