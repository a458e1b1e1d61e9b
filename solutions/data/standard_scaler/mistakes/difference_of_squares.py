"""The variance as mean of x² minus square of the mean is right on paper. For a column far from zero these are two large
numbers that are almost equal, and float32 knows only seven digits of each. Subtract the mean first, then square.

Cards: autograd/double-for-checks
"""

import torch


class StandardScaler:
    def fit(self, x: torch.Tensor) -> None:
        std = ((x**2).mean(dim=0) - x.mean(dim=0) ** 2).clamp(min=0).sqrt()
        self.mean = x.mean(dim=0)
        self.scale = torch.where(std == 0, torch.ones_like(std), std)

    def transform(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.scale

    def inverse_transform(self, z: torch.Tensor) -> torch.Tensor:
        return z * self.scale + self.mean
