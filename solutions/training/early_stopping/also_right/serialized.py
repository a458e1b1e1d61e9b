"""The state is serialized into memory, as into a checkpoint file; the remaining patience counts down."""

import io

import torch


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.left = patience
        self.best_loss, self.best_epoch = float("inf"), None
        self.calls = 0
        self.saved = None

    def step(self, val_loss, model):
        self.calls += 1
        self.left -= 1
        if val_loss + self.min_delta < self.best_loss:
            self.best_loss, self.best_epoch, self.left = val_loss, self.calls - 1, self.patience
            buffer = io.BytesIO()
            torch.save(model.state_dict(), buffer)
            self.saved = buffer.getvalue()
        return self.left <= 0

    def restore(self, model):
        if not self.saved:
            raise RuntimeError("restore before the first improvement")
        state = torch.load(io.BytesIO(self.saved), weights_only=True)
        model.load_state_dict(state)
