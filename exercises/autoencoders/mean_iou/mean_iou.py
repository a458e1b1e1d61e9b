"""Intersection over union

Most pixels of a picture are background, so a net that finds nothing at all has a fine accuracy. The IoU asks of each class how far what was
found and what is there cover each other.

Mend the class `IoU(n_classes)`, a metric over many batches:

- `update(found, target)` takes in a batch: two tensors of class numbers (int64) of the same shape, such as (N, H, W), with numbers from 0
  to n_classes − 1. Tensors of different shapes raise a ValueError, and the metric is as it was. Nothing is written into them.
- `compute()` returns a list of n_classes plain floats. For each class, over **all pixels of all batches** so far: the number of pixels that
  are of this class in both, over the number that are of this class in at least one of the two. NaN for a class that occurred in neither.
- `mean()` returns the mean of these over the classes that occurred, NaN if none did.
- Both may be asked at any time, more than once, and batches may follow. Two metrics share nothing.

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

    def update(self, found: torch.Tensor, target: torch.Tensor) -> None:
        if found.shape != target.shape:
            raise ValueError(f"found has the shape {tuple(found.shape)}, target {tuple(target.shape)}")
        for c in range(len(self.values)):
            either = int(((found == c) | (target == c)).sum())
            if either:
                self.values[c].append(int(((found == c) & (target == c)).sum()) / either)

    def compute(self) -> list[float]:
        return [sum(values) / len(values) if values else math.nan for values in self.values]

    def mean(self) -> float:
        seen = [value for value in self.compute() if not math.isnan(value)]
        return sum(seen) / len(seen) if seen else math.nan
