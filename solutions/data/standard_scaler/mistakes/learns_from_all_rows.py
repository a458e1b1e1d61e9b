"""Your `transform` learns mean and deviation anew from the rows it gets. The same raw value then gives another
scaled value in training and in validation, and a single row becomes all zeros. Only `fit` learns.

Cards: data/fit-once, data/scaled-with-training-numbers
"""

import torch


class StandardScaler:
    def fit(self, x):
        std = x.std(dim=0, correction=0)
        self.mean = x.mean(dim=0)
        self.scale = torch.where(std == 0, torch.ones_like(std), std)

    def transform(self, x):
        self.fit(x)
        return (x - self.mean) / self.scale

    def inverse_transform(self, z):
        return z * self.scale + self.mean
