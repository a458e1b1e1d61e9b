"""Mean and variance go over all axes but the first. Only the last axis is normalised over: in a sequence each position has its own mean.

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
        dims = list(range(min(1, x.dim() - 1), x.dim()))
        deviations = x - x.mean(dim=dims, keepdim=True)
        variance = deviations.square().mean(dim=dims, keepdim=True)
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
