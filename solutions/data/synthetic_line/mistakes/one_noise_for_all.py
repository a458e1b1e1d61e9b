"""One random number is added to all rows. That moves the whole line; the points still lie on it. Draw as many numbers
as there are rows: the shape is `(n, 1)`.

Cards: data/noise-is-a-deviation
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.random((n, 1))
    return x, b + w * x + rng.normal(0.0, noise)
