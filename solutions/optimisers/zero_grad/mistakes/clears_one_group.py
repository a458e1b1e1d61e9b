"""You empty the gradients of the first parameter group only; those of the other groups pile up.
`optimizer.zero_grad()` walks through all groups.

Cards: optimisers/clear-by-hand, autograd/accumulates
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            for p in optimizer.param_groups[0]["params"]:
                p.grad = None
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
