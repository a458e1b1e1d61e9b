"""You keep the training tensor and compute its mean at each `transform`. When the caller changes that tensor later, your
scaler changes with it. Keep the two numbers of each column.

Cards: data/fit-once
"""

import torch


class StandardScaler:
    def fit(self, x):
        self.x = x

    def transform(self, x):
        std = self.x.std(dim=0, correction=0)
        return (x - self.x.mean(dim=0)) / torch.where(std == 0, torch.ones_like(std), std)

    def inverse_transform(self, z):
        std = self.x.std(dim=0, correction=0)
        return z * torch.where(std == 0, torch.ones_like(std), std) + self.x.mean(dim=0)
