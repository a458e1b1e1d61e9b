"""The step is made by the new optimizer, the zeroing by the older one. The model's gradients are never emptied, so
each step uses the sum of all gradients so far. Both calls belong to the same optimizer.

Cards: autograd/accumulates, optimisers/zero-grad-place
"""

from types import SimpleNamespace

import torch
from torch import nn


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()
    nb.sgd = nb.optim.SGD(nb.model.parameters(), lr=nb.lr)


def training_cell(nb: SimpleNamespace) -> None:
    for _ in range(nb.n_epochs):
        yhat = nb.model(nb.x)
        loss = nb.loss_fn(yhat, nb.y)
        loss.backward()
        nb.sgd.step()
        nb.optimizer.zero_grad()
