"""Weight and bias start at random numbers. They start at 1 and 0, so that a new layer only normalises.

Cards: language/layer-norm-start
"""

import torch
from torch import nn


class LayerNorm(nn.Module):
    def __init__(self, n_features: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.randn(n_features))
        self.bias = nn.Parameter(torch.randn(n_features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        deviations = x - x.mean(dim=-1, keepdim=True)
        variance = deviations.square().mean(dim=-1, keepdim=True)
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
