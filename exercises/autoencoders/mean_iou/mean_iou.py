"""Intersection over union (IoU) over batches

Fix the class `IoU(n_classes)`, a metric over many batches. The code below contains at least one bug.

Most pixels of an image are background, so a model that predicts only background has a high pixel accuracy. The IoU (Jaccard index) of a
class measures how well the predicted and the true region overlap.

- `update(pred, target)` adds a batch: two tensors of class indices (int64) of the same shape, such as (N, H, W), with values from 0 to
  n_classes − 1. Tensors of different shapes raise a ValueError, and the metric does not change. The tensors are not modified.
- `compute()` returns a list of n_classes Python floats. For each class, over **all pixels of all batches** so far: the number of pixels of
  this class in both pred and target (intersection), divided by the number in at least one of them (union). NaN if the union is empty.
- `mean()` returns the mean IoU over the classes that occurred, NaN if none did.
- `compute` and `mean` may be called at any time, repeatedly, and more batches may follow. Metric objects share no state.

Example:

    metric = IoU(3)
    metric.update(torch.tensor([[0, 0, 1]]), torch.tensor([[0, 1, 1]]))
    metric.compute()                                    # [0.5, 0.5, nan]
    metric.mean()                                       # 0.5
"""

import math

import torch


class IoU:
    def __init__(self, n_classes: int) -> None:
        self.values: list[list[float]] = [[] for _ in range(n_classes)]

    def update(self, pred: torch.Tensor, target: torch.Tensor) -> None:
        if pred.shape != target.shape:
            raise ValueError(f"pred has shape {tuple(pred.shape)}, target {tuple(target.shape)}")
        for c in range(len(self.values)):
            union = int(((pred == c) | (target == c)).sum())
            if union:
                self.values[c].append(int(((pred == c) & (target == c)).sum()) / union)

    def compute(self) -> list[float]:
        return [sum(values) / len(values) if values else math.nan for values in self.values]

    def mean(self) -> float:
        seen = [value for value in self.compute() if not math.isnan(value)]
        return sum(seen) / len(seen) if seen else math.nan
