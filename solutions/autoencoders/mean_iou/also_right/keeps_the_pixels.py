"""Slow but correct: it stores every pixel and counts in `compute`."""

import numpy as np


class IoU:
    def __init__(self, n_classes):
        self.n_classes = n_classes
        self.pred, self.target = [np.zeros(0, dtype=int)], [np.zeros(0, dtype=int)]

    def update(self, pred, target):
        if tuple(pred.shape) != tuple(target.shape):
            raise ValueError(f"{tuple(pred.shape)} and {tuple(target.shape)} differ")
        self.pred.append(pred.cpu().numpy().ravel().copy())
        self.target.append(target.cpu().numpy().ravel().copy())

    def compute(self):
        pred, target = np.concatenate(self.pred), np.concatenate(self.target)
        values = []
        for c in range(self.n_classes):
            union = np.count_nonzero((pred == c) | (target == c))
            values.append(np.count_nonzero((pred == c) & (target == c)) / union if union else float("nan"))
        return values

    def mean(self):
        seen = [value for value in self.compute() if value == value]
        return float(np.mean(seen)) if seen else float("nan")
