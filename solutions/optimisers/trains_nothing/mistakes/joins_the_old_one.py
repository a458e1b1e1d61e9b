"""You add the new model to the older optimizer. The model learns, but each step also moves `b` and `w`, which still
have a gradient, and each run of the cell adds one more model. A new model needs an optimizer of its own.

Cards: optimisers/new-model-old-optimizer, optimisers/parameters-handed-over
"""

from types import SimpleNamespace

import torch
from torch import nn


def configuration_cell(nb: SimpleNamespace) -> None:
    torch.manual_seed(42)
    nb.model = nn.Sequential(nn.Linear(1, 1)).to(nb.device)
    nb.loss_fn = nn.MSELoss()
    nb.optimizer.add_param_group({"params": list(nb.model.parameters()), "lr": nb.lr})


def training_cell(nb: SimpleNamespace) -> None:
    for _ in range(nb.n_epochs):
        yhat = nb.model(nb.x)
        loss = nb.loss_fn(yhat, nb.y)
        loss.backward()
        nb.optimizer.step()
        nb.optimizer.zero_grad()
