"""One mean and one variance for the whole tensor. Each vector along the last axis has its own.

Cards: language/layer-norm-axis
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
        deviations = x - x.mean()
        variance = deviations.square().mean()
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
