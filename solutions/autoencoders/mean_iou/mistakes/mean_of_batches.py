"""The IoU is computed for each batch, and the batches are averaged. A batch in which a class has a single pixel then weighs as
much as one in which it has a thousand. Add up the counts, and divide once.

Cards: autoencoders/iou-over-batches, training/mean-of-rmse
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
