"""The predictions are made once, before the loop, and the graph is kept with `retain_graph=True`. Each step then uses
the errors of the first weights. What depends on the weights must be computed anew after each step.

Cards: training/stale-predictions
"""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    predictions = model(x)[:, 0]
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = (predictions - y).square().mean()
        loss.backward(retain_graph=True)
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        errors = (model(x)[:, 0] - y).abs()
    return {"loss": errors.square().mean().item(), "hits": (errors <= tolerance).double().mean().item()}
