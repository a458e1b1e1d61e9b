"""The seed is a fixed number in place of the argument, so every seed gives the same split, and nobody can ask
how much the score depends on the split.

Cards: data/own-generator
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    order = np.random.default_rng(42).permutation(len(x))
    n_train = int(train_fraction * len(x))
    train, val = order[:n_train], order[n_train:]
    mean, std = x[train].mean(axis=0), x[train].std(axis=0)
    return (x[train] - mean) / std, y[train], (x[val] - mean) / std, y[val]
