"""The border by trial: steps with y = 0 shrink below it and grow above it, if one looks long enough."""

import numpy as np


def loss_curves(x, y, b, w, rates, n_epochs):
    curves = []
    for rate in rates:
        here, there, curve = b.copy(), w.copy(), []
        for _ in range(n_epochs):
            error = y - here - there * x
            curve.append(np.square(error).mean().item())
            here += rate * 2 * error.mean()
            there += rate * 2 * (x * error).mean()
        curves.append(curve)
    return curves


def largest_rate(x):
    low, high, a = 0.0, 2.0, np.hstack([np.ones_like(x), x])
    for _ in range(60):
        rate = (low + high) / 2
        step = np.eye(2) - rate * 2 * a.T @ a / len(x)
        for _ in range(40):  # the step, 2 ** 40 times over
            step = step @ step
            step = step / max(1.0, np.abs(step).max() / 1e3)
        low, high = (low, rate) if np.abs(step).max() > 2 else (rate, high)
    return low
