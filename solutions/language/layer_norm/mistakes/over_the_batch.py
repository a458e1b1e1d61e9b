"""Mean and variance are taken over the first axis, as batch norm does. Layer norm goes along the last axis, each vector by itself.

Cards: language/layer-norm-axis, modules/norm-layers
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
        deviations = x - x.mean(dim=0, keepdim=True)
        variance = deviations.square().mean(dim=0, keepdim=True)
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
