"""Running statistics are kept and used in evaluation mode. That is batch norm; a layer norm knows only the vector before it, in both modes.

Cards: language/layer-norm-in-eval
"""

import torch
from torch import nn


class LayerNorm(nn.Module):
    def __init__(self, n_features: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(n_features))
        self.bias = nn.Parameter(torch.zeros(n_features))
        self.register_buffer("running_mean", torch.zeros(()), persistent=False)
        self.register_buffer("running_var", torch.ones(()), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        deviations = x - x.mean(dim=-1, keepdim=True)
        variance = deviations.square().mean(dim=-1, keepdim=True)
        if not self.training:
            return (x - self.running_mean) / torch.sqrt(self.running_var + self.eps) * self.weight + self.bias
        self.running_mean.lerp_(x.detach().mean(), 0.1)
        self.running_var.lerp_(variance.detach().mean(), 0.1)
        return deviations / torch.sqrt(variance + self.eps) * self.weight + self.bias
