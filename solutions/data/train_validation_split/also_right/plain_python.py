"""Python's own generator shuffles the indices; the variance is written out."""

import random

import numpy as np


def split_and_scale(x, y, train_fraction, seed):
    idx = list(range(len(x)))
    random.Random(seed).shuffle(idx)
    n_val = len(x) - int(train_fraction * len(x))
    val, train = idx[:n_val], idx[n_val:]
    mean = x[train].sum(axis=0) / len(train)
    std = np.sqrt(((x[train] - mean) ** 2).sum(axis=0) / len(train))
    return (x[train] - mean) / std, y[train], (x[val] - mean) / std, y[val]
