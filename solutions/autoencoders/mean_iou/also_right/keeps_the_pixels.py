"""Slow and right: it keeps every pixel and counts when asked."""

import numpy as np


class IoU:
    def __init__(self, n_classes):
        self.n_classes = n_classes
        self.found, self.target = [np.zeros(0, dtype=int)], [np.zeros(0, dtype=int)]

    def update(self, found, target):
        if tuple(found.shape) != tuple(target.shape):
            raise ValueError(f"{tuple(found.shape)} and {tuple(target.shape)} differ")
        self.found.append(found.cpu().numpy().ravel().copy())
        self.target.append(target.cpu().numpy().ravel().copy())

    def compute(self):
        found, target = np.concatenate(self.found), np.concatenate(self.target)
        values = []
        for c in range(self.n_classes):
            either = np.count_nonzero((found == c) | (target == c))
            values.append(np.count_nonzero((found == c) & (target == c)) / either if either else float("nan"))
        return values

    def mean(self):
        seen = [value for value in self.compute() if value == value]
        return float(np.mean(seen)) if seen else float("nan")
