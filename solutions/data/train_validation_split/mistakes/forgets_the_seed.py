"""The generator is made without the seed, so each call splits in another way. Run twice, and rows the model has
trained on land in validation.

Cards: data/rerun-of-a-split, data/own-generator
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    order = np.random.default_rng().permutation(len(x))
    n_train = int(train_fraction * len(x))
    train, val = order[:n_train], order[n_train:]
    mean, std = x[train].mean(axis=0), x[train].std(axis=0)
    return (x[train] - mean) / std, y[train], (x[val] - mean) / std, y[val]
