"""The model learns, but the name `optim` is now an optimizer: the module is gone for all other cells, and for this
one, too, when it is run again. Give the optimizer a name of its own.

Cards: optimisers/optim-overwritten
"""

from types import SimpleNamespace

import torch
from torch import nn


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()
    nb.optim = nb.optim.SGD(nb.model.parameters(), lr=nb.lr)


def training_cell(nb: SimpleNamespace) -> None:
    for _ in range(nb.n_epochs):
        yhat = nb.model(nb.x)
        loss = nb.loss_fn(yhat, nb.y)
        loss.backward()
        nb.optim.step()
        nb.optim.zero_grad()
