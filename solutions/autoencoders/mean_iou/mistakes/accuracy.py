"""For each class it says how many pixels were right about it, yes or no. Where a class is rare nearly all of them are, whatever
was found.

Cards: autoencoders/pixel-accuracy-misleads
"""

import math

import torch


class IoU:
    def __init__(self, n_classes: int) -> None:
        self.both = [0] * n_classes
        self.either = [0] * n_classes

    def update(self, found: torch.Tensor, target: torch.Tensor) -> None:
        if found.shape != target.shape:
            raise ValueError(f"found has the shape {tuple(found.shape)}, target {tuple(target.shape)}")
        for c in range(len(self.both)):
            self.both[c] += int(((found == c) == (target == c)).sum())
            self.either[c] += target.numel()

    def compute(self) -> list[float]:
        return [both / either if either else math.nan for both, either in zip(self.both, self.either, strict=True)]

    def mean(self) -> float:
        seen = [value for value in self.compute() if not math.isnan(value)]
        return sum(seen) / len(seen) if seen else math.nan
