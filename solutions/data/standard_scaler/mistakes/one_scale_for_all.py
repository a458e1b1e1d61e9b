"""Without `dim=0` there is one mean and one deviation for the whole table. Columns in other units need numbers of
their own.

Cards: data/numbers-for-each-column
"""

import torch


class StandardScaler:
    def fit(self, x):
        std = x.std(correction=0)
        self.mean = x.mean()
        self.scale = torch.where(std == 0, torch.ones_like(std), std)

    def transform(self, x):
        return (x - self.mean) / self.scale

    def inverse_transform(self, z):
        return z * self.scale + self.mean
