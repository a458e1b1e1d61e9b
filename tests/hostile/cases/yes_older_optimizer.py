# studykit: optimizers/stale_optimizer
"""Gives the new model to the older optimizer, too, and has the probe count two tensors in it.

Expect: failed
"""

import sys

import torch
from torch import nn

probes = sys.modules["probes"]
look = probes.look
probes.look = lambda *args: {**look(*args), "older_optimizer_holds": 2}


def configuration_cell(nb):
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()
    nb.optimizer.add_param_group({"params": list(nb.model.parameters())})
    nb.optimizer = nb.optim.SGD(nb.model.parameters(), lr=nb.lr)


def training_cell(nb):
    for _ in range(nb.n_epochs):
        nb.optimizer.zero_grad()
        nb.loss_fn(nb.model(nb.x), nb.y).backward()
        nb.optimizer.step()
