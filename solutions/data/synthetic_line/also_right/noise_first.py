"""The noise may be sampled before x, and the arrays may be reshaped afterwards."""

import random

import numpy as np


def make_line(n, b, w, noise, seed):
    rng = random.Random(seed)
    e = np.array([rng.gauss(0.0, noise) for _ in range(n)])
    x = np.array([rng.random() for _ in range(n)])
    return x[:, None], (b + w * x + e).reshape(-1, 1)
