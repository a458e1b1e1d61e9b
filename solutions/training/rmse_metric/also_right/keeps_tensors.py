"""The sum is a detached float64 tensor; `inference_mode` is a stricter form of `no_grad`."""

import torch
from torch import nn
from torch.utils.data import DataLoader


class RMSE:
    def __init__(self) -> None:
        self.squares = torch.zeros((), dtype=torch.float64)
        self.count = 0

    def reset(self) -> None:
        self.__init__()

    def update(self, predictions: torch.Tensor, targets: torch.Tensor) -> None:
        if predictions.size() != targets.size():
            raise ValueError("the shapes differ")
        error = (predictions - targets).detach().double()
        self.squares = self.squares.to(error.device) + error.pow(2).sum()
        self.count += len(targets)

    def compute(self) -> float:
        return (self.squares / self.count).sqrt().item()


def evaluate(model: nn.Module, metric: RMSE, loader: DataLoader) -> float:
    mode = model.training
    try:
        model.eval()
        metric.reset()
        with torch.inference_mode():
            for x, y in loader:
                metric.update(model(x), y)
    finally:
        model.train(mode)
    return metric.compute()
