"""The new model is called `model_0`, everything after it speaks of `model`. That name exists, from an older cell, so
there is no error: the older model is trained and the new one is left aside.

Cards: optimisers/new-model-old-optimizer
"""

from types import SimpleNamespace

import torch
from torch import nn


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.model_0 = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()
    nb.optimizer = nb.optim.SGD(nb.model.parameters(), lr=nb.lr)


def training_cell(nb: SimpleNamespace) -> None:
    for _ in range(nb.n_epochs):
        yhat = nb.model(nb.x)
        loss = nb.loss_fn(yhat, nb.y)
        loss.backward()
        nb.optimizer.step()
        nb.optimizer.zero_grad()
