"""Without a graph the training is cheap indeed: nothing is learned. The loss was told to require grad so that
`backward()` is content, and no parameter gets a gradient.

Cards: training/grad-on-demand
"""

import torch
from torch import nn


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        with torch.no_grad():
            loss = (model(x)[:, 0] - y).square().mean()
        loss.requires_grad_()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor, tolerance: float) -> dict[str, float]:
    with torch.no_grad():
        errors = (model(x)[:, 0] - y).abs()
    return {"loss": errors.square().mean().item(), "hits": (errors <= tolerance).double().mean().item()}
