"""Mean and scale are kept on the class, not on the object, so all scalers share them: the last `fit` counts for
everyone. Write to `self`.

Cards: data/fit-once
"""

import torch


class StandardScaler:
    def fit(self, x):
        std = x.std(dim=0, correction=0)
        StandardScaler.mean = x.mean(dim=0)
        StandardScaler.scale = torch.where(std == 0, torch.ones_like(std), std)

    def transform(self, x):
        return (x - self.mean) / self.scale

    def inverse_transform(self, z):
        return z * self.scale + self.mean
