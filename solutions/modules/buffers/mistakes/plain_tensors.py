"""Mean, count and batch mean are plain tensors. The module takes no note of them: they are not in the state_dict, and
`.to()` leaves them where they are. A tensor that is to be saved and moved is a buffer.

Cards: modules/buffer, modules/plain-tensor-stays
"""

import torch
from torch import nn


class Centred(nn.Module):
    def __init__(self, n_features: int, layers: list[nn.Module]) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n_features))
        self.mean = torch.zeros(n_features)
        self.count = torch.tensor(0)
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
