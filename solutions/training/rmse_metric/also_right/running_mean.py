"""The mean of the squares is put right after each batch; each module gets back its own mode."""

import math

import torch
from torch import nn
from torch.utils.data import DataLoader


class RMSE:
    mean, rows = math.nan, 0

    def reset(self) -> None:
        self.mean, self.rows = math.nan, 0

    def update(self, predictions: torch.Tensor, targets: torch.Tensor) -> None:
        if list(predictions.shape) != list(targets.shape):
            raise ValueError("predictions and targets must have one shape")
        batch = nn.functional.mse_loss(predictions.detach(), targets).item()
        earlier = self.mean if self.rows else 0.0
        self.rows += len(targets)
        self.mean = earlier + (batch - earlier) * len(targets) / self.rows

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
