"""The way back must undo the last step first: multiply, then add the mean. You add the mean and multiply the sum.

Cards: data/scaling-back
"""

import torch


class StandardScaler:
    def fit(self, x):
        std = x.std(dim=0, correction=0)
        self.mean = x.mean(dim=0)
        self.scale = torch.where(std == 0, torch.ones_like(std), std)

    def transform(self, x):
        return (x - self.mean) / self.scale

    def inverse_transform(self, z):
        return (z + self.mean) * self.scale
