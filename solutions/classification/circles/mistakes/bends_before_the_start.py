"""The activation stands before the first layer, where it acts on the coordinates: every negative one becomes 0, so most of each ring is
folded into one corner. It belongs behind a linear layer, which gives it directions to bend along.

Cards: classification/where-the-bend-goes
"""

import torch
from torch import nn


def make_model() -> nn.Module:
    return nn.Sequential(nn.ReLU(), nn.Linear(2, 48), nn.Linear(48, 1))


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(500):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
