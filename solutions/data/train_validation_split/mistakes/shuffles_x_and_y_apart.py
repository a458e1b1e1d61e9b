"""x and y are shuffled one after the other, each in its own order, so the rows no longer belong together: the
model learns from wrong answers. Draw one order and use it for both.

Cards: data/one-order-for-both
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.permutation(x), rng.permutation(y)
    n_train = int(train_fraction * len(x))
    mean, std = x[:n_train].mean(axis=0), x[:n_train].std(axis=0)
    return (x[:n_train] - mean) / std, y[:n_train], (x[n_train:] - mean) / std, y[n_train:]
