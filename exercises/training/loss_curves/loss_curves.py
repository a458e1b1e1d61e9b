"""Loss curves from the loop

Two curves over the epochs, of the training loss and of the test loss, are the first thing to look at. They only tell something if both
have their points at the same epochs, and if a plot can read them.

Mend `fit(model, loss_fn, optimizer, train_loader, test_loader, n_epochs, every)`, a training loop that keeps both curves:

- Both loaders give batches `(x, y)`; a last batch may be smaller. `loss_fn(predictions, y)` gives the mean loss over the rows of a batch.
- Each of the `n_epochs` epochs makes one step of `optimizer` a training batch, along the gradient of this batch alone, also if gradients
  are left over from before the call. The model is in training mode meanwhile. The test rows change nothing.
- The epochs are counted from 0. The epochs 0, `every`, 2 · `every`, and so on, as far as they go, get a point on each curve:
  - training: the mean loss over all training rows of this one epoch, each batch's loss taken before its step;
  - test: the mean loss over all test rows after the last step of this epoch, in evaluation mode, with no graph built.
- It returns a dict of three lists, equally long: `"epochs"`, the numbers of these epochs as ints; `"train"` and `"test"`, the losses as
  plain floats. So `np.asarray` takes each of them, and `plt.plot(curves["epochs"], curves["train"])` draws it.
- In which mode the model is left does not matter. `n_epochs` and `every` are at least 1.

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
            test.append(tested(model, loss_fn, test_loader))
    return {"epochs": epochs, "train": train, "test": test}


def tested(model, loss_fn, loader):
    model.eval()
    with torch.no_grad():
        return mean([(loss_fn(model(x), y), len(x)) for x, y in loader])


def mean(losses):
    return sum(loss * rows for loss, rows in losses) / sum(rows for _, rows in losses)
