"""The optimizer is made before the new model, so it holds the parameters of the model that had the name until then.
Make the model first, then its optimizer.

Cards: optimisers/new-model-old-optimizer
"""

from types import SimpleNamespace

import torch
from torch import nn


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.loss_fn = nn.MSELoss()
    nb.optimizer = nb.optim.SGD(nb.model.parameters(), lr=nb.lr)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)


def training_cell(nb: SimpleNamespace) -> None:
    for _ in range(nb.n_epochs):
        yhat = nb.model(nb.x)
        loss = nb.loss_fn(yhat, nb.y)
        loss.backward()
        nb.optimizer.step()
        nb.optimizer.zero_grad()
