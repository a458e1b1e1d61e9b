"""Two linear layers after one another are one linear layer: the border of your model is a straight line, which cuts both rings in half.
The loss stays at ln 2 = 0.693, a coin toss. Put an activation between the layers.

Cards: classification/stacked-linear, classification/coin-toss-loss
"""

import torch
from torch import nn


def make_model() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 32), nn.Linear(32, 1))


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(500):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
