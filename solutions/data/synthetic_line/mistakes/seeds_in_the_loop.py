"""The generator is made anew, with the same seed, for each row. So each row gets the same x and the same noise. Make it
once, before the first draw.

Cards: data/seed-restarts
"""

import numpy as np


def make_line(n, b, w, noise, seed):
    rows = []
    for _ in range(n):
        rng = np.random.default_rng(seed)
        rows.append((rng.random(), rng.normal(0.0, noise)))
    x, e = np.array(rows)[:, :1], np.array(rows)[:, 1:]
    return x, b + w * x + e
