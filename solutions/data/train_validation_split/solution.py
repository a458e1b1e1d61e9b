"""One permutation for both arrays, from a local generator; mean and standard deviation come from the training samples only."""

import numpy as np


def split_and_scale(
    x: np.ndarray, y: np.ndarray, train_fraction: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    order = np.random.default_rng(seed).permutation(len(x))
    n_train = int(train_fraction * len(x))
    train, val = order[:n_train], order[n_train:]
    mean, std = x[train].mean(axis=0), x[train].std(axis=0)
    return (x[train] - mean) / std, y[train], (x[val] - mean) / std, y[val]
