"""`functools.cache` knows a call by its arguments. The model is the same object after a step, with other weights, and
so the old answer comes back.

Cards: training/stale-predictions
"""

import functools

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


@functools.cache
def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        errors = (model(x)[:, 0] - y).abs()
    return {"loss": errors.square().mean().item(), "hits": (errors <= tolerance).double().mean().item()}
