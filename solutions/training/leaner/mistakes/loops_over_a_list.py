"""`tolist()` fetches all errors at once, and then Python goes through them one by one. No torch operation is wasted,
and it is still a loop over the rows, in the slowest place.

Cards: training/operations-not-rows, training/one-fetch
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
        errors = (model(x)[:, 0] - y).abs().tolist()
    total, hits = 0.0, 0
    for error in errors:
        total += error**2
        hits += error <= tolerance
    return {"loss": total / len(errors), "hits": hits / len(errors)}
