"""A column of small spread is taken for a constant one: `isclose` calls all below 1e-8 zero. Its values are as far apart as
any other's, in small units. Only a deviation of exactly 0 must not be divided by.

Cards: data/constant-column
"""

import torch


class StandardScaler:
    def fit(self, x: torch.Tensor) -> None:
        std = x.std(dim=0, correction=0)
        self.mean = x.mean(dim=0)
        self.scale = torch.where(torch.isclose(std, torch.zeros_like(std)), torch.ones_like(std), std)

    def transform(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.scale

    def inverse_transform(self, z: torch.Tensor) -> torch.Tensor:
        return z * self.scale + self.mean
