"""An optimizer has no method `no_grad`. Two names, two jobs: `optimizer.zero_grad()` empties the gradients,
`torch.no_grad()` is a context in which nothing is recorded.

Cards: optimisers/zero-or-no-grad
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            optimizer.no_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
