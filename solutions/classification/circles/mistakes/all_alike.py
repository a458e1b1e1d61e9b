"""Every weight of the first layer starts at the same number, so all hidden units compute the same and get the same gradient: they stay one
unit for ever, and one unit bends once. Leave the random start that `nn.Linear` makes.

Cards: classification/equal-start
"""

import torch
from torch import nn


def make_model() -> nn.Module:
    hidden = nn.Linear(2, 32)
    output = nn.Linear(32, 1)
    for parameter in (hidden.weight, hidden.bias, output.weight):
        nn.init.constant_(parameter, 0.1)
    return nn.Sequential(hidden, nn.ReLU(), output)


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(500):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
