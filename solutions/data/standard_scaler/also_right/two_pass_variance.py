"""The standard deviation from its definition, constant columns detected by min and max; `fit` returns the scaler, as scikit-learn does."""

import torch


class StandardScaler:
    def __init__(self):
        self._mean = self._scale = None

    def fit(self, x):
        self._mean = x.sum(dim=0, keepdim=True) / x.shape[0]
        var = ((x - self._mean) ** 2).sum(dim=0, keepdim=True) / x.shape[0]
        constant = x.amax(dim=0, keepdim=True) == x.amin(dim=0, keepdim=True)
        self._scale = torch.where(constant, torch.ones_like(var), var).sqrt()
        return self

    def transform(self, x):
        return x.sub(self._mean).div(self._scale)

    def inverse_transform(self, z):
        return torch.addcmul(self._mean.expand_as(z), z, self._scale.expand_as(z))
