"""The seed is set after the shuffle. A seed fixes only what is drawn after it: this split depends on whatever
was drawn before, and every call gives another one.

Cards: data/seed-before-draw, data/own-generator
"""

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    order = np.arange(len(x))
    np.random.shuffle(order)
    np.random.seed(seed)
    n_train = int(train_fraction * len(x))
    train, val = order[:n_train], order[n_train:]
    mean, std = x[train].mean(axis=0), x[train].std(axis=0)
    return (x[train] - mean) / std, y[train], (x[val] - mean) / std, y[val]
