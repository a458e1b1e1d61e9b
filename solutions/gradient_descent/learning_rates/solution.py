"""Every curve starts from the same parameters; the largest eigenvalue of the Hessian sets the largest stable learning rate."""

import numpy as np


def loss_curves(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lrs: list[float], n_epochs: int) -> list[list[float]]:
    return [curve(x, y, b, w, lr, n_epochs) for lr in lrs]


def curve(x: np.ndarray, y: np.ndarray, b: np.ndarray, w: np.ndarray, lr: float, n_epochs: int) -> list[float]:
    losses = []
    for _ in range(n_epochs):
        error = b + w * x - y
        losses.append(float((error**2).mean()))
        b_grad, w_grad = 2 * error.mean(), 2 * (x * error).mean()
        b, w = b - lr * b_grad, w - lr * w_grad
    return losses


def largest_rate(x: np.ndarray) -> float:
    a = np.hstack([np.ones_like(x), x])
    hessian = 2 * a.T @ a / len(x)
    return float(2 / np.linalg.eigvalsh(hessian).max())
