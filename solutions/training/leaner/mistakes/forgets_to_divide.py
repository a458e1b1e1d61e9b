"""The loop divided by the number of rows; here the squares are only summed. The steps are N times as long, and so are
the losses.

Cards: autograd/slope-of-a-mean
"""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = (model(x)[:, 0] - y).square().sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        errors = (model(x)[:, 0] - y).abs()
    return {"loss": errors.square().mean().item(), "hits": (errors <= tolerance).double().mean().item()}
