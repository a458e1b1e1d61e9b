"""The model can bend now, but it is not trained far enough: a few hundred steps of plain SGD with this learning rate leave it near its
start. A net that needs Adam, momentum or more steps looks the same as one that cannot learn: watch whether its loss still falls.

Cards: classification/coin-toss-loss
"""

import torch
from torch import nn


def make_model() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 1))


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(300):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
