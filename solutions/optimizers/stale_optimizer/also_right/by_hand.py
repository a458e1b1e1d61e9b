"""SGD is one line of arithmetic, so it works without an optimizer object."""

from types import SimpleNamespace

import torch
from torch import nn


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()


def training_cell(nb: SimpleNamespace) -> None:
    for _ in range(nb.n_epochs):
        loss = nb.loss_fn(nb.model(nb.x), nb.y)
        parameters = list(nb.model.parameters())
        with torch.no_grad():
            for p, g in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
                p -= nb.lr * g
