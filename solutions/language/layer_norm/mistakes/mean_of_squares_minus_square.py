"""The variance is computed as the mean of the squares minus the square of the mean. Far from 0 these two are large and nearly equal, and
float32 has no digits left for the difference. Subtract the mean first.

Cards: language/square-minus-square
"""

import torch
from torch import nn


class LayerNorm(nn.Module):
    def __init__(self, n_features: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(n_features))
        self.bias = nn.Parameter(torch.zeros(n_features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        deviations = x - x.mean(dim=-1, keepdim=True)
        variance = x.square().mean(dim=-1, keepdim=True) - x.mean(dim=-1, keepdim=True).square()
        return deviations / torch.sqrt(variance.clamp(min=0) + self.eps) * self.weight + self.bias
