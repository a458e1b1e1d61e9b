"""The model can bend, and it never moves: the optimizer holds the parameters of another, new model. Its gradients are computed for nothing.
Give the optimizer the parameters of the model that you call.

Cards: classification/coin-toss-loss
"""

import torch
from torch import nn


def make_model() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 1))


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(make_model().parameters(), lr=0.02)
    for _ in range(500):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
