"""Nothing is subtracted: this divides by the root mean square, which is RMS norm. Layer norm takes the mean away first.

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
        deviations = x
        variance = deviations.square().mean(dim=-1, keepdim=True)
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
