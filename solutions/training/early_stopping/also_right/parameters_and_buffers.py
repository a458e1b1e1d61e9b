"""Parameters and buffers are copied one by one; the last losses decide."""

import itertools

import torch


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = torch.inf
        self.best_epoch = None
        self.copies = []
        self.improvements = []

    def step(self, val_loss, model):
        improved = bool(val_loss < self.best_loss - self.min_delta)
        if improved:
            self.best_loss, self.best_epoch = val_loss, len(self.improvements)
            self.copies = [t.detach().clone() for t in self.tensors(model)]
        self.improvements.append(improved)
        recent = self.improvements[-self.patience :]
        return len(recent) == self.patience and not any(recent)

    @torch.no_grad()
    def restore(self, model):
        if self.best_epoch is None:
            raise RuntimeError("nothing to restore")
        for tensor, kept in zip(self.tensors(model), self.copies, strict=True):
            tensor.copy_(kept)

    @staticmethod
    def tensors(model):
        return itertools.chain(model.parameters(), model.buffers())
