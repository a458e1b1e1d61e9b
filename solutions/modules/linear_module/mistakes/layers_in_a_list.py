"""The layer sits in a plain Python list. A module looks at its attributes, not into lists, so the layer is in no
`parameters()` and no state_dict: it is not trained, not moved, not saved.

Cards: modules/plain-list
"""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.layers = [nn.Linear(n_features, 1)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            x = layer(x)
        return x


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    return model(x)
