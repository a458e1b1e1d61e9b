"""The mean times the count is the sum of all samples so far; the sum of the batch is added to it."""

import torch
from torch import nn


class Centred(nn.Module):
    def __init__(self, n_features: int, layers: list[nn.Module]) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n_features))
        self.register_buffer("mean", torch.zeros(n_features))
        self.register_buffer("count", torch.tensor(0, dtype=torch.int64))
        self.register_buffer("batch_mean", torch.zeros(n_features), persistent=False)
        self.layers = nn.ModuleList()
        for layer in layers:
            self.layers.append(layer)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            with torch.no_grad():
                total = self.mean * self.count + x.sum(0)
                self.count.add_(len(x))
                self.mean.copy_(total / self.count)
                self.batch_mean.copy_(x.mean(0))
        out = (x - self.mean) * self.scale
        for layer in self.layers:
            out = layer(out)
        return out
