"""You empty the gradients once, before the loops, and then each step uses the sum of all gradients since.
`torch.no_grad()` as a line of its own empties nothing and switches nothing off: it is a context, used with `with`. The
call that empties is `optimizer.zero_grad()`, once for each batch.

Cards: autograd/bare-no-grad, optimisers/zero-or-no-grad
"""

import torch
from torch import nn


def train(model: nn.Module, optimizer: torch.optim.Optimizer, loss_fn: nn.Module, batches: list, epochs: int) -> list[float]:
    losses = []
    optimizer.zero_grad()
    for _ in range(epochs):
        for x, y in batches:
            torch.no_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
