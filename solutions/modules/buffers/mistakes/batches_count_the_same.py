"""Each batch counts the same: the count goes up by 1 a batch, so a row of a small batch weighs more. The mean of batch
means is not the mean of the rows.

Cards: training/mean-of-means
"""

import torch
from torch import nn


class Centred(nn.Module):
    def __init__(self, n_features: int, layers: list[nn.Module]) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n_features))
        self.register_buffer("mean", torch.zeros(n_features))
        self.register_buffer("count", torch.tensor(0))
        self.register_buffer("batch_mean", torch.zeros(n_features), persistent=False)
        self.layers = nn.ModuleList(layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            self.batch_mean = x.detach().mean(0)
            self.count = self.count + 1
            self.mean = self.mean + (self.batch_mean - self.mean) / self.count
        out = (x - self.mean) * self.scale
        for layer in self.layers:
            out = layer(out)
        return out
