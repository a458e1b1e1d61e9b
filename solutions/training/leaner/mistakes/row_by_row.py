"""The numbers are right, but both functions go row by row. Each row pays for a call of the model and for each
operation, and backward goes back over all of them. `evaluate` even records what nobody sends backward. Give the model
all rows at once: `model(x)[:, 0] - y` holds all errors.

Cards: training/operations-not-rows, training/rows-alone-or-together
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
    total, hits = 0.0, 0
    for i in range(len(x)):
        prediction = model(x[i : i + 1])[0, 0]
        error = abs(prediction.item() - y[i].item())
        total += error**2
        hits += error <= tolerance
    return {"loss": total / len(x), "hits": hits / len(x)}
