"""The gradients are zeroed before each backward, so each step uses only one batch."""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
