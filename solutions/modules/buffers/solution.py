"""Trained tensors are Parameters, state is a buffer, and state that is not saved is a non-persistent buffer."""

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
            self.count = self.count + len(x)
            self.mean = self.mean + (self.batch_mean - self.mean) * len(x) / self.count
        out = (x - self.mean) * self.scale
        for layer in self.layers:
            out = layer(out)
        return out
