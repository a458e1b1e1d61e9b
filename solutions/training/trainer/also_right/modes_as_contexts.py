"""A context manager sets evaluation mode and always restores the previous one; the history is built from pairs."""

from contextlib import contextmanager

import torch


class Trainer:
    def __init__(self, model, loss_fn, optimizer, seed=0):
        self._model = model
        self._loss_fn = loss_fn
        self._optimizer = optimizer
        self._seed = seed
        self._epochs = []

    @property
    def history(self):
        return {name: [epoch[i] for epoch in self._epochs] for i, name in enumerate(("train", "valid"))}

    def fit(self, train_loader, valid_loader, n_epochs):
        for number in range(len(self._epochs), len(self._epochs) + n_epochs):
            torch.manual_seed(self._seed + number)
            train_loss = self._mean(self._step(x, y) for x, y in self._moved(train_loader))
            with self._evaluating():
                valid_loss = self._mean((self._loss_fn(self._model(x), y).item(), len(x)) for x, y in self._moved(valid_loader))
            self._epochs.append([train_loss, valid_loss])

    def predict(self, x):
        with self._evaluating():
            return self._model(x.to(next(self._model.parameters()).device))

    def save(self, path):
        state = {part: getattr(self, f"_{part}").state_dict() for part in ("model", "optimizer")}
        torch.save({**state, "epochs": self._epochs, "seed": self._seed}, path)

    def load(self, path):
        state = torch.load(path)
        for part in ("model", "optimizer"):
            getattr(self, f"_{part}").load_state_dict(state[part])
        self._epochs, self._seed = state["epochs"], state["seed"]

    def _step(self, x, y):
        self._model.train()
        self._model.zero_grad()
        loss = self._loss_fn(self._model(x), y)
        loss.backward()
        self._optimizer.step()
        return loss.item(), len(x)

    def _moved(self, loader):
        device = next(self._model.parameters()).device
        for x, y in loader:
            yield x.to(device), y.to(device)

    @contextmanager
    def _evaluating(self):
        was_training = self._model.training
        self._model.eval()
        try:
            with torch.no_grad():
                yield
        finally:
            self._model.train(was_training)

    @staticmethod
    def _mean(pairs):
        pairs = list(pairs)
        return sum(loss * size for loss, size in pairs) / sum(size for _, size in pairs)
