"""Evaluation in pieces of 4096 rows, for data that do not fit at once."""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - y[:, None]) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    total, hits = 0.0, 0
    with torch.no_grad():
        for rows, targets in zip(x.split(4096), y.split(4096), strict=True):
            errors = model(rows)[:, 0] - targets
            total += (errors @ errors).item()
            hits += int((errors.abs() <= tolerance).sum())
    return {"loss": total / len(x), "hits": hits / len(x)}
