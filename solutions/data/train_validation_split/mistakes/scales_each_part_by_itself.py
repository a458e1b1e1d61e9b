"""The validation rows are scaled with their own mean and standard deviation. The same raw value then means two
different things to the model, and a single new row could not be scaled at all. Use the training numbers for
both.

Cards: data/scaled-with-training-numbers
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    order = np.random.default_rng(seed).permutation(len(x))
    n_train = int(train_fraction * len(x))
    x_train, x_val = x[order[:n_train]], x[order[n_train:]]
    x_train = (x_train - x_train.mean(axis=0)) / x_train.std(axis=0)
    x_val = (x_val - x_val.mean(axis=0)) / x_val.std(axis=0)
    return x_train, y[order[:n_train]], x_val, y[order[n_train:]]
