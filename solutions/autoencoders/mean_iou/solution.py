"""Intersections and unions are summed over the batches and divided once; the IoU of a class with an empty union is NaN."""

import math

import torch


class IoU:
    def __init__(self, n_classes: int) -> None:
        self.intersection = [0] * n_classes
        self.union = [0] * n_classes

    def update(self, pred: torch.Tensor, target: torch.Tensor) -> None:
        if pred.shape != target.shape:
            raise ValueError(f"pred has shape {tuple(pred.shape)}, target {tuple(target.shape)}")
        for c in range(len(self.intersection)):
            self.intersection[c] += int(((pred == c) & (target == c)).sum())
            self.union[c] += int(((pred == c) | (target == c)).sum())

    def compute(self) -> list[float]:
        return [intersection / union if union else math.nan for intersection, union in zip(self.intersection, self.union, strict=True)]

    def mean(self) -> float:
        seen = [value for value in self.compute() if not math.isnan(value)]
        return sum(seen) / len(seen) if seen else math.nan
