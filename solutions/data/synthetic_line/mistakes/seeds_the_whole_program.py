"""`np.random.seed` sets the generator that the whole program shares: whoever draws from it after your call gets other
numbers than without it. `np.random.default_rng(seed)` is a generator of your own.

Cards: data/own-generator
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    np.random.seed(seed)
    x = np.random.rand(n, 1)
    return x, b + w * x + noise * np.random.randn(n, 1)
