"""The state between calls is in `self`; each phase of an epoch is a method; the number of the epoch is the length of the history."""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader


class Trainer:
    def __init__(
        self,
        model: nn.Module,
        loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
        optimizer: torch.optim.Optimizer,
        seed: int = 0,
    ) -> None:
        self.model, self.loss_fn, self.optimizer, self.seed = model, loss_fn, optimizer, seed
        self.history = {"train": [], "valid": []}

    def fit(self, train_loader: DataLoader, valid_loader: DataLoader, n_epochs: int) -> None:
        for _ in range(n_epochs):
            torch.manual_seed(self.seed + len(self.history["train"]))
            self.history["train"].append(self._train(train_loader))
            self.history["valid"].append(self._validate(valid_loader))

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        was_training = self.model.training
        self.model.eval()
        with torch.no_grad():
            output = self.model(x.to(self._device()))
        self.model.train(was_training)
        return output

    def save(self, path: Path) -> None:
        model, optimizer = self.model.state_dict(), self.optimizer.state_dict()
        torch.save({"model": model, "optimizer": optimizer, "history": self.history, "seed": self.seed}, path)

    def load(self, path: Path) -> None:
        saved = torch.load(path, map_location=self._device())
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.history, self.seed = saved["history"], saved["seed"]

    def _train(self, loader: DataLoader) -> float:
        self.model.train()
        total, n_samples = 0.0, 0
        for x, y in loader:
            self.optimizer.zero_grad()
            loss = self._loss(x, y)
            loss.backward()
            self.optimizer.step()
            total += loss.item() * len(x)
            n_samples += len(x)
        return total / n_samples

    def _validate(self, loader: DataLoader) -> float:
        self.model.eval()
        total, n_samples = 0.0, 0
        with torch.no_grad():
            for x, y in loader:
                total += self._loss(x, y).item() * len(x)
                n_samples += len(x)
        return total / n_samples

    def _loss(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return self.loss_fn(self.model(x.to(self._device())), y.to(self._device()))

    def _device(self) -> torch.device:
        return next(self.model.parameters()).device
