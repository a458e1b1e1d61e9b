"""You empty the gradients once an epoch. Within the epoch each step also uses the gradients of the batches before it.
Empty them once for each batch.

Cards: autograd/accumulates, optimisers/zero-grad-place
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        for x, y in batches:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
