"""A metric that adds up

A data set is measured batch by batch, and the result must not depend on how it was cut. So a metric keeps what may be added up, and gives
the number only at the end.

Write the class `RMSE`, the root of the mean squared error, and the function `evaluate`:

- `RMSE()` begins empty.
- `update(predictions, targets)` takes in a batch: two float tensors of the same shape, (N,) or (N, 1), N ≥ 1. If the shapes differ it
  raises a `ValueError`, and nothing is taken in. Neither tensor is changed.
- `compute()` gives a plain float: the root of the mean of **all** squared errors taken in so far, every row counting the same; NaN
  (`math.nan`) while it is empty. It changes nothing: more batches may follow, and it may be asked again.
- `reset()` makes it empty again.
- The metric keeps numbers only: no graph of the predictions, and no tensors that pile up.
- `evaluate(model, metric, loader)` empties the metric and measures the model with it on all batches `(x, y)` of the loader, in evaluation
  mode and without recording a graph. It returns the float. Afterwards the model is in the mode it came in, training or evaluating.

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
        raise NotImplementedError  # TODO: which numbers may be added up over batches?

    def reset(self) -> None:
        raise NotImplementedError  # TODO

    def update(self, predictions: torch.Tensor, targets: torch.Tensor) -> None:
        raise NotImplementedError  # TODO: look at the shapes, then take the batch in

    def compute(self) -> float:
        raise NotImplementedError  # TODO


def evaluate(model: nn.Module, metric: RMSE, loader: DataLoader) -> float:
    raise NotImplementedError  # TODO: the mode, no graph, all batches, the mode again
