"""The standard deviation from its definition, constant columns found by their extremes; `fit` returns the scaler, as scikit-learn does."""

import torch


class StandardScaler:
    def __init__(self):
        self._mean = self._factor = None

    def fit(self, x):
        self._mean = x.sum(dim=0, keepdim=True) / x.shape[0]
        spread = ((x - self._mean) ** 2).sum(dim=0, keepdim=True) / x.shape[0]
        constant = x.amax(dim=0, keepdim=True) == x.amin(dim=0, keepdim=True)
        self._factor = torch.where(constant, torch.ones_like(spread), spread).sqrt()
        return self

    def transform(self, x):
        return x.sub(self._mean).div(self._factor)

    def inverse_transform(self, z):
        return torch.addcmul(self._mean.expand_as(z), z, self._factor.expand_as(z))
