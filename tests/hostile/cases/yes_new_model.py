# studykit: optimizers/stale_optimizer
"""Makes no new model the second time, but puts the old one back to the start, and has the probe say that it is new.

Expect: failed
"""

import sys

import torch
from torch import nn

probes = sys.modules["probes"]
look = probes.look
probes.look = lambda *args: {**look(*args), "model_is_new": True}


def configuration_cell(nb):
    if not hasattr(nb, "made"):
        nb.model = nb.made = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    torch.manual_seed(42)
    nb.model[0].reset_parameters()
    nb.loss_fn = nn.MSELoss()
    nb.optimizer = nb.optim.SGD(nb.model.parameters(), lr=nb.lr)


def training_cell(nb):
    for _ in range(nb.n_epochs):
        nb.optimizer.zero_grad()
        nb.loss_fn(nb.model(nb.x), nb.y).backward()
        nb.optimizer.step()
