"""The noise is multiplied by x: small at the left, large at the right. It belongs to y, added to the line, the same size
everywhere.

Cards: data/noise-is-a-deviation
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.random((n, 1))
    return x, b + (w + noise * rng.standard_normal((n, 1))) * x
