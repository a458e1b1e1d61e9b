# studykit: losses/silent_broadcast
"""Returns predictions that carry the whole graph and say that they do not.

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
    loss.backward()
    optimizer.step()
    return loss.item(), predictions.as_subclass(Quiet)
