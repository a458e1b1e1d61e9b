"""Weight and bias are plain tensors: no optimizer and no state_dict knows them. Make them `nn.Parameter`s.

Cards: modules/parameter-or-tensor
"""

import torch
from torch import nn


class LayerNorm(nn.Module):
    def __init__(self, n_features: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.eps = eps
        self.weight = torch.ones(n_features, requires_grad=True)
        self.bias = torch.zeros(n_features, requires_grad=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        deviations = x - x.mean(dim=-1, keepdim=True)
        variance = deviations.square().mean(dim=-1, keepdim=True)
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
