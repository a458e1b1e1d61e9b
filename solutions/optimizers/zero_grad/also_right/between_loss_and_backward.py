"""`zero_grad` may be anywhere before backward, and zeros work as well as None."""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            loss = loss_fn(model(x), y)
            losses.append(loss.detach().item())
            optimizer.zero_grad(set_to_none=False)
            loss.backward()
            optimizer.step()
    return losses
