"""The model runs with autograd recording; `detach()` comes when the graph is there already. While the model ran, all
activations were kept. Record nothing in the first place: `torch.no_grad()` or `torch.inference_mode()`.

Cards: training/detached-too-late
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
    errors = (model(x)[:, 0] - y).abs().detach()
    return {"loss": errors.square().mean().item(), "hits": (errors <= tolerance).double().mean().item()}
