"""The older kind of generator, which draws the numbers of `np.random.seed` without touching the shared state."""

import numpy as np


def make_line(n, b, w, noise, seed):
    state = np.random.RandomState(seed)
    x = state.rand(n, 1)
    e = state.normal(0.0, noise, size=(n, 1))
    return x, b + w * x + e
