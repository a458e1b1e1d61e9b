"""The optimizer that trains nothing

A notebook is one set of names, shared by all its cells, and cells are run again and again. So a
training can run for hours, without an error, on a model that never moves.

Two cells stand here as functions. `nb` holds the notebook's names: what a cell calls `model` is
`nb.model` here.

Repair `configuration_cell(nb)` and `training_cell(nb)`. Earlier cells have left in `nb`:

- `nb.optim`, the module, from `import torch.optim as optim`. Other cells need this name, too.
- `nb.b` and `nb.w`, the tensors of a line that was fitted by hand, and `nb.optimizer`, an optimizer
  for those two.
- `nb.model`, an older model.
- `nb.x` and `nb.y`, the data, (N, 1) each; `nb.device`, where they are; `nb.lr`, `nb.n_epochs`.

What must hold:

- `configuration_cell` makes a new `nb.model`, one `nn.Linear(1, 1)` in an `nn.Sequential`, always
  from the same seed, and all that is needed to train it: the mean squared error, and plain SGD with
  the rate `nb.lr`.
- `training_cell` makes `nb.n_epochs` SGD steps on `nb.model`. Each uses all the data and a fresh
  gradient.
- `b`, `w` and the older model keep their values, the older optimizer still holds `b` and `w` alone,
  and `nb.optim` stays the module. The names `nb.model` and `nb.optimizer` may go to new objects.
- Each cell can be run again. Configuration twice, then training: the newest model learns. Both
  cells again: the same result again. Training twice: it goes on from where it was.

Example, data on the line y = 1 + 2x, `nb.n_epochs` large:

    configuration_cell(nb)
    training_cell(nb)
    nb.model[0].weight      # near 2
    nb.model[0].bias        # near 1; nb.b and nb.w are what they were
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
