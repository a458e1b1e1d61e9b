"""`step()` stands before `backward()`. In the first round there is nothing to step with. Later it moves, in place, the
weights that this round's backward still needs, and backward refuses. The order is loss, backward, step.

Cards: optimisers/no-gradient-no-step, autograd/in-place-saved
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    for _ in range(epochs):
        for x, y in batches:
            loss = loss_fn(model(x), y)
            optimizer.step()
            optimizer.zero_grad()
            loss.backward()
            losses.append(loss.item())
    return losses
