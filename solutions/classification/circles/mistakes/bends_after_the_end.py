"""The activation stands behind the last layer. It changes the number that comes out, but the border runs where the linear part says:
along a straight line. And ReLU there takes all negative logits away. It belongs between the layers.

Cards: classification/where-the-bend-goes, classification/logit
"""

import torch
from torch import nn


def make_model() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 32), nn.Linear(32, 1), nn.ReLU())


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(500):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
