"""Your scaler learns only once: a second `fit` is ignored. A new `fit` replaces what was learned.

Cards: data/fit-once
"""

import torch


class StandardScaler:
    def fit(self, x):
        if hasattr(self, "mean"):
            return
        std = x.std(dim=0, correction=0)
        self.mean = x.mean(dim=0)
        self.scale = torch.where(std == 0, torch.ones_like(std), std)

    def transform(self, x):
        return (x - self.mean) / self.scale

    def inverse_transform(self, z):
        return z * self.scale + self.mean
