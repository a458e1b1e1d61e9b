"""Adding a small number to every deviation keeps 0 / 0 away, but it changes all columns a little, and one of small
spread a lot. Replace the zeros only.

Cards: data/constant-column
"""

import torch


class StandardScaler:
    def fit(self, x):
        self.mean = x.mean(dim=0)
        self.scale = x.std(dim=0, correction=0) + 1e-5

    def transform(self, x):
        return (x - self.mean) / self.scale

    def inverse_transform(self, z):
        return z * self.scale + self.mean
