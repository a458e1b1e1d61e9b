"""One step of the optimizer is made for each row. That is another training, with N small steps in place of one, and it
loops over the rows.

Cards: training/rows-alone-or-together
"""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        total = 0.0
        for row, target in zip(x, y):
            optimizer.zero_grad()
            loss = (model(row[None])[0, 0] - target).square()
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(x))
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        errors = (model(x)[:, 0] - y).abs()
    return {"loss": errors.square().mean().item(), "hits": (errors <= tolerance).double().mean().item()}
