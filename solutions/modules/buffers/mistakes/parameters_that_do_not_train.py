"""Mean and count are Parameters with `requires_grad=False`. They are saved and moved, but they are listed in
`parameters()`, where optimizers, clipping and parameter counts find them. What is not trained is a buffer.

Cards: modules/buffer, modules/integer-parameter
"""

import torch
from torch import nn


class Centred(nn.Module):
    def __init__(self, n_features: int, layers: list[nn.Module]) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n_features))
        self.mean = nn.Parameter(torch.zeros(n_features), requires_grad=False)
        self.count = nn.Parameter(torch.tensor(0), requires_grad=False)
        self.register_buffer("batch_mean", torch.zeros(n_features), persistent=False)
        self.layers = nn.ModuleList(layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            self.batch_mean = x.detach().mean(0)
            self.count += len(x)
            self.mean += (self.batch_mean - self.mean) * len(x) / self.count
        out = (x - self.mean) * self.scale
        for layer in self.layers:
            out = layer(out)
        return out
