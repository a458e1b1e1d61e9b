"""`add_module` registers a layer as an assignment does; the result may be assigned to a variable first."""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        super(LinearRegression, self).__init__()
        self.add_module("linear", nn.Linear(in_features=n_features, out_features=1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y_pred = self.linear(x)
        return y_pred


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    y_pred = model(x)
    return y_pred
