"""Plain SGD has no state, so the optimizer can be created at the start of each training, from a separate import."""

from types import SimpleNamespace

import torch
from torch import nn
from torch.optim import SGD


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()


def training_cell(nb: SimpleNamespace) -> None:
    optimizer = SGD(nb.model.parameters(), lr=nb.lr)
    for _ in range(nb.n_epochs):
        optimizer.zero_grad()
        nb.loss_fn(nb.model(nb.x), nb.y).backward()
        optimizer.step()
