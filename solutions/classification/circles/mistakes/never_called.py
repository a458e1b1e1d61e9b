"""The model owns an activation, but `forward` never calls it: a layer acts only where data flows through it.
What runs is two linear layers.

Cards: classification/stacked-linear, classification/where-the-bend-goes
"""

import torch
from torch import nn


class Rings(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(2, 24)
        self.activation = nn.ReLU()
        self.output = nn.Linear(24, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(self.hidden(x))


def make_model() -> nn.Module:
    return Rings()


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(500):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
