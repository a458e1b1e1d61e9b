"""Weight and bias are tensors that require grad, but no `nn.Parameter`s. Autograd fills their gradients; the module
does not register them, so no optimizer, no state_dict and no `.to()` gets them.

Cards: modules/parameter-or-tensor
"""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.weight = torch.randn(1, n_features, requires_grad=True)
        self.bias = torch.zeros(1, requires_grad=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x @ self.weight.T + self.bias


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    return model(x)
