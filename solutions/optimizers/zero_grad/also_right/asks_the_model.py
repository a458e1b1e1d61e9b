"""`model.zero_grad()` zeroes the same gradients."""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            prediction = model(x)
            model.zero_grad()
            loss = loss_fn(prediction, y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
