"""The numbers are right, the gradient at x is not: the mean is cut off from the graph. When one number of the vector grows, the mean grows,
and all others fall.

Cards: language/layer-norm-gradient
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
        deviations = x - x.mean(dim=-1, keepdim=True).detach()
        variance = deviations.square().mean(dim=-1, keepdim=True)
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
