"""That is min-max normalising: from 0 to 1. Standardising gives mean 0 and standard deviation 1.

Cards: data/standardise-or-normalise
"""

import torch


class StandardScaler:
    def fit(self, x):
        low, high = x.amin(dim=0), x.amax(dim=0)
        self.mean = low
        self.scale = torch.where(high == low, torch.ones_like(low), high - low)

    def transform(self, x):
        return (x - self.mean) / self.scale

    def inverse_transform(self, z):
        return z * self.scale + self.mean
