"""A local torch generator works as well, and x and y may be concatenated before the split."""

import numpy as np
import torch


def split_and_scale(x, y, train_fraction, seed):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed)).numpy()
    data = np.hstack([x, y])[order]
    train, val = np.split(data, [int(train_fraction * len(x))])
    features = x.shape[1]
    mean, std = train[:, :features].mean(axis=0), train[:, :features].std(axis=0)
    return (train[:, :features] - mean) / std, train[:, features:], (val[:, :features] - mean) / std, val[:, features:]
