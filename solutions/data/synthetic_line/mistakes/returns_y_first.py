"""You return (y, x). The task asks for (x, y): inputs first, then targets.

Cards: data/synthetic-data
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.random((n, 1))
    return b + w * x + noise * rng.standard_normal((n, 1)), x
