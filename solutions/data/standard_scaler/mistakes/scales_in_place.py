"""You write into the tensor that came in, as `sub_`, `div_`, `-=` and `/=` do: the caller's raw data are gone. `x - mean`
makes a new tensor.

Cards: data/numbers-for-each-column
"""

import torch


class StandardScaler:
    def fit(self, x):
        std = x.std(dim=0, correction=0)
        self.mean = x.mean(dim=0)
        self.scale = torch.where(std == 0, torch.ones_like(std), std)

    def transform(self, x):
        return x.sub_(self.mean).div_(self.scale)

    def inverse_transform(self, z):
        return z * self.scale + self.mean
