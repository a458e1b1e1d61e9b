"""`mean()` and `std()` without an axis give one number for the whole table. Columns of unlike scale stay unlike;
each column needs its own mean and standard deviation, `axis=0`.

Cards: data/standardise-or-normalise
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n_train = int(train_fraction * len(x))
    train, val = order[:n_train], order[n_train:]
    mean, std = x[train].mean(), x[train].std()
    return (x[train] - mean) / std, y[train], (x[val] - mean) / std, y[val]
