"""A context manager holds evaluation mode, so that no way out of it forgets to go back; the history is made of pairs."""

from contextlib import contextmanager

import torch


class Trainer:
    def __init__(self, model, loss_fn, optimizer, seed=0):
        self.model = model
        self.loss_fn = loss_fn
        self.optimizer = optimizer
        self.seed = seed
        self._epochs = []

    @property
    def history(self):
        return {name: [epoch[place] for epoch in self._epochs] for place, name in enumerate(("train", "valid"))}

    def fit(self, train_loader, valid_loader, n_epochs):
        for number in range(len(self._epochs), len(self._epochs) + n_epochs):
            torch.manual_seed(self.seed + number)
            learned = self._mean(self._step(x, y) for x, y in self._moved(train_loader))
            with self._evaluating():
                judged = self._mean((self.loss_fn(self.model(x), y).item(), len(x)) for x, y in self._moved(valid_loader))
            self._epochs.append([learned, judged])

    def predict(self, x):
        with self._evaluating():
            return self.model(x.to(next(self.model.parameters()).device))

    def save(self, path):
        state = {part: getattr(self, part).state_dict() for part in ("model", "optimizer")}
        torch.save({**state, "epochs": self._epochs, "seed": self.seed}, path)

    def load(self, path):
        state = torch.load(path)
        for part in ("model", "optimizer"):
            getattr(self, part).load_state_dict(state[part])
        self._epochs, self.seed = state["epochs"], state["seed"]

    def _step(self, x, y):
        self.model.train()
        self.model.zero_grad()
        loss = self.loss_fn(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.item(), len(x)

    def _moved(self, loader):
        device = next(self.model.parameters()).device
        for x, y in loader:
            yield x.to(device), y.to(device)

    @contextmanager
    def _evaluating(self):
        was_training = self.model.training
        self.model.eval()
        try:
            with torch.no_grad():
                yield
        finally:
            self.model.train(was_training)

    @staticmethod
    def _mean(pairs):
        pairs = list(pairs)
        return sum(loss * rows for loss, rows in pairs) / sum(rows for _, rows in pairs)
