"""The guard is meant to let the cell run twice, but there is an `optimizer` already, the one for `b` and `w`, so no
new one is ever made. A new model needs a new optimizer, each time.

Cards: optimisers/new-model-old-optimizer
"""

from types import SimpleNamespace

import torch
from torch import nn


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()
    if not hasattr(nb, "optimizer"):
        nb.optimizer = nb.optim.SGD(nb.model.parameters(), lr=nb.lr)


def training_cell(nb: SimpleNamespace) -> None:
    for _ in range(nb.n_epochs):
        yhat = nb.model(nb.x)
        loss = nb.loss_fn(yhat, nb.y)
        loss.backward()
        nb.optimizer.step()
        nb.optimizer.zero_grad()
