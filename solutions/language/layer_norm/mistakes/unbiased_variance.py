"""The variance divides by n − 1. That is an estimate of a population from a sample; layer norm describes the vector itself and divides by
n.

Cards: language/layer-norm-biased
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
        variance = x.var(dim=-1, keepdim=True)
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
