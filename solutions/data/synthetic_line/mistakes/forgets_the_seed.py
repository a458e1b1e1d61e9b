"""The generator is made without the seed, so each call gives other data, and nobody can repeat your result.

Cards: data/own-generator
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng()
    x = rng.random((n, 1))
    return x, b + w * x + noise * rng.standard_normal((n, 1))
