"""`linspace` gives the same x for every seed, and with the end point 1. The x of real data are scattered: draw them.

Cards: data/synthetic-data
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = np.linspace(0.0, 1.0, n).reshape(n, 1)
    return x, b + w * x + noise * rng.standard_normal((n, 1))
