"""The gradients are zeroed right after the step, so the next backward does not accumulate."""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(float(loss.detach()))
    return losses
