# studykit: optimizers/stale_optimizer
"""Puts its optimizer in the place of the module, with an SGD so that the cell runs again, and has torch.optim be the same object.

Expect: failed
"""

import torch
from torch import nn
from torch.optim import SGD


def configuration_cell(nb):
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()
    nb.optim = SGD(nb.model.parameters(), lr=nb.lr)
    nb.optim.SGD = SGD
    torch.optim = nb.optim


def training_cell(nb):
    for _ in range(nb.n_epochs):
        nb.optim.zero_grad()
        nb.loss_fn(nb.model(nb.x), nb.y).backward()
        nb.optim.step()
