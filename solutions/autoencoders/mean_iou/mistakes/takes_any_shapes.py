"""Shapes are not compared. (4, 1, 3, 3) and (4, 3, 3) broadcast to (4, 4, 3, 3): every picture is compared with every other,
without an error.

Cards: losses/column-minus-row, training/metric-shapes
"""

import math

import torch


class IoU:
    def __init__(self, n_classes: int) -> None:
        self.both = [0] * n_classes
        self.either = [0] * n_classes

    def update(self, found: torch.Tensor, target: torch.Tensor) -> None:
        for c in range(len(self.both)):
            self.both[c] += int(((found == c) & (target == c)).sum())
            self.either[c] += int(((found == c) | (target == c)).sum())

    def compute(self) -> list[float]:
        return [both / either if either else math.nan for both, either in zip(self.both, self.either, strict=True)]

    def mean(self) -> float:
        seen = [value for value in self.compute() if not math.isnan(value)]
        return sum(seen) / len(seen) if seen else math.nan
