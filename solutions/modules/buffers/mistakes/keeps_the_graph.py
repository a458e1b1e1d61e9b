"""The mean is computed from x with autograd recording, and is kept. If x comes out of another layer, gradients flow
through the mean, and the next backward meets the graph of the batch before, which is gone: "Trying to backward through
the graph a second time".

Cards: modules/remembered-graph
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
            self.batch_mean = x.mean(0)
            self.count = self.count + len(x)
            self.mean = self.mean + (self.batch_mean - self.mean) * len(x) / self.count
        out = (x - self.mean) * self.scale
        for layer in self.layers:
            out = layer(out)
        return out
