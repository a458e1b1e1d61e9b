"""Early stopping

Write the class `EarlyStopping(patience, min_delta=0.0)`. Training ends if the validation loss has not improved for `patience` epochs in a
row, and the weights of the best epoch are restored. This is a simple and common regularization against overfitting.

- `patience` is an int, at least 1; `min_delta` is a float, at least 0.
- `stopper.step(val_loss, model)` is called after each epoch, with the validation loss of this epoch as a float. It returns True if training
  should stop, else False.
- An epoch is an improvement if its `val_loss` is lower than `best_loss` by more than `min_delta`. The first epoch is an improvement.
- A loss of NaN is never an improvement, also in the first epoch.
- `step` returns True if at least `patience` epochs in a row, up to this one, were no improvement.
- `stopper.best_loss` is the `val_loss` of the last improvement, and `stopper.best_epoch` is its epoch. Epochs are counted from 0. Without an
  improvement they are `inf` and None.
- At each improvement `step` keeps a copy of the whole state of the model, buffers included. Later training does not change it.
- `stopper.restore(model)` loads this copy into the model, in place. It can be called any number of times, also with training in between.
  Without an improvement it raises a RuntimeError.
- Neither method changes anything else: the mode, the gradients and `requires_grad` stay. `step` does not change the model at all.
- Several objects are independent of each other.

Example:

    stopper = EarlyStopping(patience=2)
    for epoch in range(100):
        val_loss = train_one_epoch(model)           # 0.9, 0.7, 0.8, 0.75
        if stopper.step(val_loss, model):           # False, False, False, True
            break
    stopper.restore(model)                          # the weights of epoch 1
"""

from torch import nn


class EarlyStopping:
    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        # TODO: what is known before the first epoch?

    def step(self, val_loss: float, model: nn.Module) -> bool:
        raise NotImplementedError  # TODO

    def restore(self, model: nn.Module) -> None:
        raise NotImplementedError  # TODO
