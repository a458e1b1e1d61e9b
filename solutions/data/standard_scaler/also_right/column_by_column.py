"""One column at a time; mean and standard deviation in one call, kept in a list."""

import torch


class StandardScaler:
    def fit(self, x):
        self.columns = []
        for column in x.unbind(dim=1):
            std, mean = torch.std_mean(column, correction=0)
            self.columns.append((mean, torch.where(column.eq(column[0]).all(), torch.ones_like(std), std)))

    def transform(self, x):
        return torch.stack([(c - mean) / std for c, (mean, std) in zip(x.unbind(dim=1), self.columns, strict=True)], dim=1)

    def inverse_transform(self, z):
        return torch.stack([c * std + mean for c, (mean, std) in zip(z.unbind(dim=1), self.columns, strict=True)], dim=1)
