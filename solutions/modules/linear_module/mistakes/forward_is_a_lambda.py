"""`forward` is replaced by a lambda that remembers the `self` it was made with. A deep copy takes the lambda along, so
the copy computes with the weights of the original. Write `forward` as a method: it gets the `self` it is called on.

Cards: modules/call-not-forward
"""

import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_features, 1)
        self.forward = lambda x: self.linear(x)


def predict(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    return model(x)
