"""The parts come back as x_train, x_val, y_train, y_val, the order of scikit-learn's `train_test_split`. This
task asks for x_train, y_train, x_val, y_val: a caller would train on inputs as targets.

Cards: data/one-order-for-both
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n_train = int(train_fraction * len(x))
    train, val = order[:n_train], order[n_train:]
    mean, std = x[train].mean(axis=0), x[train].std(axis=0)
    return (x[train] - mean) / std, (x[val] - mean) / std, y[train], y[val]
