"""A Sequential with named layers; gradients from `torch.autograd.grad`; the mean squared error by hand."""

from collections import OrderedDict

import torch
from torch import nn


class Net(nn.Sequential):
    def __init__(self, n_features: int, n_hidden: int) -> None:
        layers = [("hidden", nn.Linear(n_features, n_hidden)), ("activation", nn.Tanh()), ("out", nn.Linear(n_hidden, 1))]
        super().__init__(OrderedDict(layers))


def overfit(model: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, n_steps: int) -> list[float]:
    parameters = list(model.parameters())
    optimizer = torch.optim.Adam(parameters, lr)
    losses = torch.zeros(n_steps, dtype=x.dtype, device=x.device)
    for step in range(n_steps):
        loss = (model(x) - y).square().mean()
        for p, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
            p.grad = gradient
        optimizer.step()
        losses[step] = loss.detach()
    return losses.tolist()
