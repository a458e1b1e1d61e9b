"""The new optimizer gets a name of its own, so `nb.optimizer` is still the older one."""

from types import SimpleNamespace

import torch
from torch import nn


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()
    nb.model_optimizer = nb.optim.SGD(nb.model.parameters(), lr=nb.lr)


def training_cell(nb: SimpleNamespace) -> None:
    for _ in range(nb.n_epochs):
        y_pred = nb.model(nb.x)
        loss = nb.loss_fn(y_pred, nb.y)
        loss.backward()
        nb.model_optimizer.step()
        nb.model_optimizer.zero_grad()
