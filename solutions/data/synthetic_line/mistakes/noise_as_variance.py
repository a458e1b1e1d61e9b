"""You take `noise` for the variance: the standard deviation is then its square root, 0.32 where 0.1 was asked for. A
normal number times s has the standard deviation s.

Cards: data/noise-is-a-deviation
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.random((n, 1))
    return x, b + w * x + rng.normal(0.0, np.sqrt(noise), size=(n, 1))
