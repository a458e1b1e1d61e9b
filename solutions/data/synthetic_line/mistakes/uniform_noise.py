"""Your noise is uniform and never negative, so all points lie above the line, and a fit would find a larger b.
Noise is normal, with mean 0.

Cards: data/noise-is-a-deviation, data/rand-or-randn
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.random((n, 1))
    return x, b + w * x + noise * rng.random((n, 1))
