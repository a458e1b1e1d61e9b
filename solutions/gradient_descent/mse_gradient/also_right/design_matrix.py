"""One row of ones for b and one row of x for w: both derivatives come out of a single matrix product."""

import numpy as np


def mse_gradient(b, w, x, y):
    rows = np.stack([np.ones_like(x), x])
    residual = np.array([b, w]) @ rows - y
    b_grad, w_grad = rows @ residual * (2 / x.size)
    return float(b_grad), float(w_grad)
