"""You set the parameters themselves to zero, not their gradients. The model forgets at each batch what it has learned,
and the gradients still add up. Empty `p.grad`, leave `p` alone.

Cards: optimisers/clear-by-hand
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            for p in model.parameters():
                p.data.zero_()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
