"""Nothing empties the gradients, so each step uses the sum of all gradients so far, from the first batch on. It acts
like a momentum that never fades. `optimizer.zero_grad()` belongs into the loop, with its brackets.

Cards: autograd/accumulates, optimisers/zero-grad-place
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
