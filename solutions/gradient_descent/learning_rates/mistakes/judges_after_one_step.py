"""You try rates and look at the loss after one step. Just above the border the first step still lowers the loss along
the flat direction, or hardly raises it; the growth shows later. Look at the curvature, or look long enough.

Cards: gradient_descent/judge-later
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
    y = x - x.mean() + 1.0
    start = float((y**2).mean())
    rate = 0.001
    while rate < 10:
        b, w = rate * 2 * y.mean(), rate * 2 * (x * y).mean()
        if ((b + w * x - y) ** 2).mean() > start:
            break
        rate *= 1.01
    return float(rate)
