"""An optimizer that still holds the old model's parameters

Fix two notebook cells, so that training updates the new model. All cells of a notebook share their variables, and
cells are run again and again. So an optimizer may still hold the parameters of an older model: training then runs
without an error, and the new model never changes.

The two cells are written as functions. `nb` contains the notebook's variables: the variable `model` is
`nb.model` here.

Fix `configuration_cell(nb)` and `training_cell(nb)`. Earlier cells have created in `nb`:

- `nb.optim`, the module, from `import torch.optim as optim`. Other cells need this name, too.
- `nb.b` and `nb.w`, the parameters of a linear model that was fitted by hand, and `nb.optimizer`, an optimizer
  for those two.
- `nb.model`, an older model.
- `nb.x` and `nb.y`, the data, (N, 1) each; `nb.device`, their device; `nb.lr`, `nb.n_epochs`.

Requirements:

- `configuration_cell` creates a new `nb.model`, one `nn.Linear(1, 1)` in an `nn.Sequential`, always
  from the same seed, and what is needed to train it: the mean squared error, and plain SGD with
  the learning rate `nb.lr`.
- `training_cell` makes `nb.n_epochs` SGD steps on `nb.model`. Each uses all samples and a newly computed
  gradient.
- `b`, `w` and the older model keep their values, the older optimizer still contains only `b` and `w`,
  and `nb.optim` is still the module. You may rebind `nb.model` and `nb.optimizer` to new objects.
- Each cell can be run again. Configuration twice, then training: the newest model is trained. Both
  cells again: the same result again. Training twice: it continues from the current parameters.

Example, data on the line y = 1 + 2x, `nb.n_epochs` large:

    configuration_cell(nb)
    training_cell(nb)
    nb.model[0].weight      # near 2
    nb.model[0].bias        # near 1; nb.b and nb.w have not changed
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
        y_pred = nb.model(nb.x)
        loss = nb.loss_fn(y_pred, nb.y)
        loss.backward()
        nb.optimizer.step()
        nb.optimizer.zero_grad()
