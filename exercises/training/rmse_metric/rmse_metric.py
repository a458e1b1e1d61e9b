"""An RMSE metric over batches

Write an RMSE metric whose result does not depend on how the data are split into batches. It accumulates quantities that can be added up,
and computes the value only at the end.

Write the class `RMSE`, the root mean squared error, and the function `evaluate`:

- `RMSE()` starts empty.
- `update(predictions, targets)` adds a batch: two float tensors of the same shape, (N,) or (N, 1), N ≥ 1. If the shapes differ it raises a
  `ValueError`, and nothing is added. Neither tensor is modified.
- `compute()` returns a plain float: the root of the mean of **all** squared errors so far, with every sample counting the same; NaN
  (`math.nan`) if the metric is empty. It changes nothing: more batches may follow, and it may be called again.
- `reset()` makes it empty again.
- The metric stores only totals: no graph of the predictions, and no tensors that accumulate.
- `evaluate(model, metric, loader)` resets the metric and evaluates the model with it on all batches `(x, y)` of the loader, in evaluation
  mode and without recording a graph. It returns the float. Afterwards it restores the previous mode of the model, training or evaluation.

Example: the errors 1, 1, 1 and 5, in batches of three and one:

    metric = RMSE()
    metric.update(torch.ones(3), torch.zeros(3))
    metric.update(torch.tensor([5.0]), torch.zeros(1))
    metric.compute()            # 2.6458, the root of (1 + 1 + 1 + 25) / 4
"""

import torch
from torch import nn
from torch.utils.data import DataLoader


class RMSE:
    def __init__(self) -> None:
        raise NotImplementedError  # TODO: which quantities can be added up over batches?

    def reset(self) -> None:
        raise NotImplementedError  # TODO

    def update(self, predictions: torch.Tensor, targets: torch.Tensor) -> None:
        raise NotImplementedError  # TODO: check the shapes, then add the batch

    def compute(self) -> float:
        raise NotImplementedError  # TODO


def evaluate(model: nn.Module, metric: RMSE, loader: DataLoader) -> float:
    raise NotImplementedError  # TODO: set the mode, no graph, all batches, restore the mode
