"""Your noise has the standard deviation 1, whatever `noise` says, and with `noise=0` the points do not lie on the line.
Multiply the normal numbers by `noise`.

Cards: data/noise-is-a-deviation
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = np.random.default_rng(seed)
    x = rng.random((n, 1))
    return x, b + w * x + rng.standard_normal((n, 1))
