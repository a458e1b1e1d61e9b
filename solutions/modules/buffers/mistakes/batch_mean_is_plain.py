"""`batch_mean` is a plain tensor. It should not be saved, but it should be moved, and nobody moves a plain tensor.
There is a buffer for that, one that is not persistent.

Cards: modules/not-persistent, modules/plain-tensor-stays
"""

import torch
from torch import nn


class Centred(nn.Module):
    def __init__(self, n_features: int, layers: list[nn.Module]) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n_features))
        self.register_buffer("mean", torch.zeros(n_features))
        self.register_buffer("count", torch.tensor(0))
        self.batch_mean = torch.zeros(n_features)
        self.layers = nn.ModuleList(layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            self.batch_mean = x.detach().mean(0)
            self.count = self.count + len(x)
            self.mean = self.mean + (self.batch_mean - self.mean) * len(x) / self.count
        out = (x - self.mean) * self.scale
        for layer in self.layers:
            out = layer(out)
        return out
