"""A dataclass, one method for both phases, and a separate count of epochs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn


@dataclass
class Trainer:
    model: nn.Module
    loss_fn: Callable
    optimizer: torch.optim.Optimizer
    seed: int = 0
    history: dict = field(default_factory=lambda: {"train": [], "valid": []})
    n_done: int = 0

    def fit(self, train_loader, valid_loader, n_epochs):
        self.optimizer.zero_grad()
        for _ in range(n_epochs):
            torch.manual_seed(self.seed + self.n_done)
            self.history["train"].append(self.one_pass(train_loader, learn=True))
            self.history["valid"].append(self.one_pass(valid_loader, learn=False))
            self.n_done += 1

    def one_pass(self, loader, learn):
        device = next(self.model.parameters()).device
        self.model.train(learn)
        losses, sizes = [], []
        with torch.set_grad_enabled(learn):
            for x, y in loader:
                loss = self.loss_fn(self.model(x.to(device)), y.to(device))
                if learn:
                    loss.backward()
                    self.optimizer.step()
                    self.optimizer.zero_grad()
                losses.append(loss.item())
                sizes.append(len(y))
        return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)

    @torch.inference_mode()
    def predict(self, x):
        mode = self.model.training
        output = self.model.eval()(x.to(next(self.model.parameters()).device))
        self.model.train(mode)
        return output.clone()

    def save(self, path):
        parts = (self.model.state_dict(), self.optimizer.state_dict(), self.history["train"], self.history["valid"], self.seed)
        torch.save(parts, str(path))

    def load(self, path: Path):
        model, optimizer, train, valid, self.seed = torch.load(str(path), weights_only=True)
        self.model.load_state_dict(model)
        self.optimizer.load_state_dict(optimizer)
        self.history = {"train": train, "valid": valid}
        self.n_done = len(train)
