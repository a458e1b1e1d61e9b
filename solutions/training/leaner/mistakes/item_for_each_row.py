"""The model is called once, but then each error is fetched with an `item()` of its own. On a GPU each of them waits
until all work is done. Let torch take mean and share, and fetch two numbers.

Cards: training/item-waits, training/operations-not-rows
"""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = (model(x)[:, 0] - y).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        errors = (model(x)[:, 0] - y).abs()
    total, hits = 0.0, 0
    for error in errors:
        total += error.item() ** 2
        hits += error.item() <= tolerance
    return {"loss": total / len(x), "hits": hits / len(x)}
