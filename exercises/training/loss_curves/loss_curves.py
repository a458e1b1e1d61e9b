"""Training and test loss curves

Fix `fit(model, loss_fn, optimizer, train_loader, test_loader, n_epochs, every)`, a training loop that returns both loss curves: the
training loss and the test loss over the epochs. They can be compared only if both have values for the same epochs, and if they can be
plotted.

- Both loaders yield batches `(x, y)`; the last batch may be smaller. `loss_fn(predictions, y)` returns the mean loss over the samples of a
  batch.
- Each of the `n_epochs` epochs makes one step of `optimizer` per training batch, with the gradient of this batch alone, even if gradients
  are left over from before the call. The model is in training mode during these steps. The test samples change nothing.
- The epochs are counted from 0. The epochs 0, `every`, 2 · `every`, and so on, below `n_epochs`, get a point on each curve:
  - training: the mean loss over all training samples of this one epoch, with the loss of each batch taken before its step;
  - test: the mean loss over all test samples after the last step of this epoch, in evaluation mode, with no graph built.
- It returns a dict of three lists of equal length: `"epochs"`, the numbers of these epochs as ints; `"train"` and `"test"`, the losses as
  plain floats. So `np.asarray` accepts each of them, and `plt.plot(curves["epochs"], curves["train"])` plots it.
- The mode of the model after the call does not matter. `n_epochs` and `every` are at least 1.

Example:

    fit(model, nn.MSELoss(), optimizer, train_loader, test_loader, n_epochs=5, every=2)
    # such as {'epochs': [0, 2, 4], 'train': [4.1, 0.9, 0.4], 'test': [2.2, 1.0, 0.7]}
"""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader


def fit(
    model: nn.Module,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    optimizer: torch.optim.Optimizer,
    train_loader: DataLoader,
    test_loader: DataLoader,
    n_epochs: int,
    every: int,
) -> dict[str, list]:
    epochs, train, test = [], [], []
    for epoch in range(n_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append((loss, len(x)))
        if epoch % every == 0:
            epochs.append(epoch)
            train.append(mean(losses))
            test.append(evaluate(model, loss_fn, test_loader))
    return {"epochs": epochs, "train": train, "test": test}


def evaluate(model, loss_fn, loader):
    model.eval()
    with torch.no_grad():
        return mean([(loss_fn(model(x), y), len(x)) for x, y in loader])


def mean(losses):
    return sum(loss * size for loss, size in losses) / sum(size for _, size in losses)
