"""You gave the model x² and y², and a linear layer on the squares is all that it takes: their sum is the radius. It works, since you
found the feature yourself. The task is to let the net find it: feed it the plain coordinates and put an activation between its layers.

Cards: classification/stacked-linear
"""

import torch
from torch import nn


class Rings(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(2, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x**2)


def make_model() -> nn.Module:
    return Rings()


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.5)
    for _ in range(500):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
