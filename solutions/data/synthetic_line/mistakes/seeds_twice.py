"""x and noise come from two generators with the same seed. Both turn the same random bits into numbers, so the noise is
tied to x. Draw both from one generator, one after the other.

Cards: data/seed-restarts
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    x = np.random.default_rng(seed).random((n, 1))
    return x, b + w * x + noise * np.random.default_rng(seed).standard_normal((n, 1))
