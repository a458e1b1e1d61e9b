# studykit: losses/silent_broadcast
"""Keeps the graph of the step alive, so that it can be gone through again, and returns predictions on it that deny it.

Expect: failed
"""

import torch
from torch import nn


class Quiet(torch.Tensor):
    requires_grad = property(lambda self: False)


def regression_step(model, optimizer, x, y):
    predictions = model(x).squeeze(1)
    loss = nn.functional.mse_loss(predictions, y.reshape(-1))
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    optimizer.step()
    return loss.item(), predictions.as_subclass(Quiet)
