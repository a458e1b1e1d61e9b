"""The legacy generator, which gives the values of `np.random.seed` without touching the global state."""

import numpy as np


def make_line(n, b, w, noise, seed):
    state = np.random.RandomState(seed)
    x = state.rand(n, 1)
    e = state.normal(0.0, noise, size=(n, 1))
    return x, b + w * x + e
