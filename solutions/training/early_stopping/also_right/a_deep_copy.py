"""A list of all losses and a deep copy of the model; the epochs since the best one follow from the two indices."""

import copy

import torch


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.losses, self.best_epoch, self.best_model = [], None, None

    @property
    def best_loss(self):
        return float("inf") if self.best_epoch is None else self.losses[self.best_epoch]

    def step(self, val_loss, model):
        improved = self.best_loss - val_loss > self.min_delta
        self.losses.append(val_loss)
        if improved:
            self.best_epoch = len(self.losses) - 1
            self.best_model = copy.deepcopy(model)
        last = -1 if self.best_epoch is None else self.best_epoch
        return len(self.losses) - 1 - last >= self.patience

    def restore(self, model):
        if self.best_model is None:
            raise RuntimeError("no improvement")
        with torch.no_grad():
            best = self.best_model.state_dict()
            for name, value in model.state_dict().items():
                value.copy_(best[name])
