"""You take the steeper of the two axes. If b and w are coupled (mean of x not 0), a direction between them is steeper
than both: the eigenvalues of the Hessian know it, its diagonal does not.

Cards: gradient_descent/limit-from-curvature
"""

import numpy as np


def loss_curves(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, rates: list[float], n_epochs: int) -> list[list[float]]:
    return [curve(x, y, b, w, rate, n_epochs) for rate in rates]


def curve(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, rate: float, n_epochs: int) -> list[float]:
    losses = []
    for _ in range(n_epochs):
        error = b + w * x - y
        losses.append(float((error**2).mean()))
        b_grad, w_grad = 2 * error.mean(), 2 * (x * error).mean()
        b, w = b - rate * b_grad, w - rate * w_grad
    return losses


def largest_rate(x: np.ndarray) -> float:
    return float(2 / max(2.0, 2 * (x**2).mean()))
