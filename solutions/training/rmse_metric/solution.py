"""The sum of the squared errors and their count are accumulated over batches; the root is taken once, at the end."""

import math

import torch
from torch import nn
from torch.utils.data import DataLoader


class RMSE:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.total, self.count = 0.0, 0

    def update(self, predictions: torch.Tensor, targets: torch.Tensor) -> None:
        if predictions.shape != targets.shape:
            raise ValueError(f"predictions {tuple(predictions.shape)}, targets {tuple(targets.shape)}")
        self.total += ((predictions - targets) ** 2).sum().item()
        self.count += targets.numel()

    def compute(self) -> float:
        return math.sqrt(self.total / self.count) if self.count else math.nan


def evaluate(model: nn.Module, metric: RMSE, loader: DataLoader) -> float:
    was_training = model.training
    metric.reset()
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            metric.update(model(x), y)
    model.train(was_training)
    return metric.compute()
