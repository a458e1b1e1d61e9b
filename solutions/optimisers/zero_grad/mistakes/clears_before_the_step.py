"""Between each `backward()` and the `step()` that comes next stands `zero_grad`: the gradients are thrown away before a step
can read them, and no weight ever moves.

Cards: optimisers/zero-grad-place, optimisers/step-reads
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            losses.append(loss.item())
    return losses
