"""The model gets all samples in one call, each operation works on whole tensors, and only the results are read with `item()`."""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = (model(x).squeeze(1) - y).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        errors = (model(x).squeeze(1) - y).abs()
    return {"loss": errors.square().mean().item(), "hits": (errors <= tolerance).double().mean().item()}
