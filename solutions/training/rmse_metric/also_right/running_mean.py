"""A running mean of the squared errors; the mode of each module is restored."""

import math

import torch
from torch import nn
from torch.utils.data import DataLoader


class RMSE:
    mean, count = math.nan, 0

    def reset(self) -> None:
        self.mean, self.count = math.nan, 0

    def update(self, predictions: torch.Tensor, targets: torch.Tensor) -> None:
        if list(predictions.shape) != list(targets.shape):
            raise ValueError("predictions and targets must have the same shape")
        batch = nn.functional.mse_loss(predictions.detach(), targets).item()
        previous = self.mean if self.count else 0.0
        self.count += len(targets)
        self.mean = previous + (batch - previous) * len(targets) / self.count

    def compute(self) -> float:
        return self.mean**0.5


@torch.no_grad()
def evaluate(model: nn.Module, metric: RMSE, loader: DataLoader) -> float:
    modes = {module: module.training for module in model.modules()}
    metric.reset()
    model.train(False)
    for x, y in loader:
        metric.update(model(x), y)
    for module, mode in modes.items():
        module.training = mode
    return metric.compute()
