"""Your x is normal, so half of it is negative. Uniform numbers in [0, 1) come from `rng.random`.

Cards: data/rand-or-randn
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, 1))
    return x, b + w * x + noise * rng.standard_normal((n, 1))
