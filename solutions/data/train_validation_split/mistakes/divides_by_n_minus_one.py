"""`ddof=1` divides by n − 1: the sample standard deviation. The scale asks for the population one, NumPy's
default (and what scikit-learn's StandardScaler uses); torch's `std` has the other default.

Cards: data/two-kinds-of-std
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n_train = int(train_fraction * len(x))
    train, val = order[:n_train], order[n_train:]
    mean, std = x[train].mean(axis=0), x[train].std(axis=0, ddof=1)
    return (x[train] - mean) / std, y[train], (x[val] - mean) / std, y[val]
