"""`evaluate` is lean now; `train` still calls the model once a row, and the graph of a step has as many branches as
there are rows.

Cards: training/operations-not-rows
"""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        total = 0.0
        for i in range(len(x)):
            prediction = model(x[i : i + 1])[0, 0]
            total = total + (prediction - y[i]) ** 2
        loss = total / len(x)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        errors = (model(x)[:, 0] - y).abs()
    return {"loss": errors.square().mean().item(), "hits": (errors <= tolerance).double().mean().item()}
