"""The buffers are updated in place, without autograd; the layers are in a Sequential."""

import torch
from torch import nn


class Centred(nn.Module):
    def __init__(self, n_features: int, layers: list[nn.Module]) -> None:
        super().__init__()
        self.layers = nn.Sequential(*layers)
        self.register_buffer("batch_mean", torch.zeros(n_features), persistent=False)
        self.register_buffer("count", torch.zeros((), dtype=torch.long))
        self.register_buffer("mean", torch.zeros(n_features))
        self.register_parameter("scale", nn.Parameter(torch.ones(n_features)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            self.update(x)
        return self.layers(self.scale * (x - self.mean))

    @torch.no_grad()
    def update(self, x: torch.Tensor) -> None:
        self.batch_mean.copy_(x.mean(dim=0))
        old_count = self.count.item()
        self.count += x.shape[0]
        self.mean.mul_(old_count / self.count.item()).add_(x.sum(dim=0) / self.count.item())
