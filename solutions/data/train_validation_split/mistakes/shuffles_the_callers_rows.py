"""Two generators with the same seed keep the pairs, but `shuffle` works in place: the rows of the caller's own
arrays are in another order now. Shuffle row numbers, or use `permutation`, which returns a new array.

Cards: data/shuffle-returns-nothing
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    np.random.default_rng(seed).shuffle(x)
    np.random.default_rng(seed).shuffle(y)
    n_train = int(train_fraction * len(x))
    mean, std = x[:n_train].mean(axis=0), x[:n_train].std(axis=0)
    return (x[:n_train] - mean) / std, y[:n_train], (x[n_train:] - mean) / std, y[n_train:]
