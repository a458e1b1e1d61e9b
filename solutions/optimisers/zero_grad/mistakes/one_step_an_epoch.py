"""The step stands outside the inner loop, so all batches of an epoch add up and the weights move once an epoch. The
task asks for one step a batch, each from that batch's gradient.

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
            losses.append(loss.item())
        optimizer.step()
    return losses
