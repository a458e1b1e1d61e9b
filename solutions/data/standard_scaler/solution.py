"""Only `fit` learns; a standard deviation of 0 is replaced by 1, so that both transforms work for constant columns, too."""

import torch


class StandardScaler:
    def fit(self, x: torch.Tensor) -> None:
        std = x.std(dim=0, correction=0)
        std[x.amax(dim=0) == x.amin(dim=0)] = 0  # rounding may have made it slightly larger than 0
        self.mean = x.mean(dim=0)
        self.scale = torch.where(std == 0, torch.ones_like(std), std)

    def transform(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.scale

    def inverse_transform(self, z: torch.Tensor) -> torch.Tensor:
        return z * self.scale + self.mean
