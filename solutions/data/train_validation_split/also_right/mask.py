"""A boolean mask selects the training samples; each set stays in the original order."""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    is_train = np.zeros(len(x), dtype=bool)
    is_train[np.random.RandomState(seed).choice(len(x), int(train_fraction * len(x)), replace=False)] = True
    x_train = x[is_train]
    scaled = (x - np.mean(x_train, axis=0)) / np.std(x_train, axis=0)
    return scaled[is_train], y[is_train], scaled[~is_train], y[~is_train]
