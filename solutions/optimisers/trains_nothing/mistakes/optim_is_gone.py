"""`optim = optim.SGD(...)` gives the module's name to the new optimizer, and `optimizer` is still the older one, for
`b` and `w`. Training steps that one: no error, and the model never learns. Run the cell again and `optim` has no `SGD`
any more.

Cards: optimisers/optim-overwritten, optimisers/new-model-old-optimizer
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
        nb.optimizer.step()
        nb.optimizer.zero_grad()
