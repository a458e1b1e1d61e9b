"""Your x and y are vectors of shape (n,). A model gives columns, (N, 1), and a column minus a vector is a table of
all pairs. Ask for the shape `(n, 1)`.

Cards: data/columns-not-vectors
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.random(n)
    return x, b + w * x + noise * rng.standard_normal(n)
