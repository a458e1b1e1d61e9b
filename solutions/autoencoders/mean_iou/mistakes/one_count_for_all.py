"""The lists are put on the class, not on the object (`self`): all metrics add to the same counts, and a new one clears them.

Cards: autoencoders/iou-over-batches, training/metric-reset
"""

import math

import torch


class IoU:
    def __init__(self, n_classes: int) -> None:
        IoU.both = [0] * n_classes
        IoU.either = [0] * n_classes

    def update(self, found: torch.Tensor, target: torch.Tensor) -> None:
        if found.shape != target.shape:
            raise ValueError(f"found has the shape {tuple(found.shape)}, target {tuple(target.shape)}")
        for c in range(len(self.both)):
            self.both[c] += int(((found == c) & (target == c)).sum())
            self.either[c] += int(((found == c) | (target == c)).sum())

    def compute(self) -> list[float]:
        return [both / either if either else math.nan for both, either in zip(self.both, self.either, strict=True)]

    def mean(self) -> float:
        seen = [value for value in self.compute() if not math.isnan(value)]
        return sum(seen) / len(seen) if seen else math.nan
