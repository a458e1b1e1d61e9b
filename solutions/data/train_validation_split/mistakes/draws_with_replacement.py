"""Rows are drawn with replacement, once for each part: some rows come twice, some never, and some are in both
parts, so the validation score is partly a score on training rows. One permutation, cut in two, cannot do
that.

Cards: data/one-order-for-both
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    rng = np.random.default_rng(seed)
    n_train = int(train_fraction * len(x))
    train = rng.integers(0, len(x), n_train)
    val = rng.integers(0, len(x), len(x) - n_train)
    mean, std = x[train].mean(axis=0), x[train].std(axis=0)
    return (x[train] - mean) / std, y[train], (x[val] - mean) / std, y[val]
