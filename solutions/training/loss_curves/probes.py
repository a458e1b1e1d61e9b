"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def skewed(predictions, y):
    """A loss that counts a prediction that is too high three times as much as one that is too low."""
    errors = predictions - y
    return torch.maximum(3 * errors, -errors).mean()


LOSSES = {"squared": nn.MSELoss(), "skewed": skewed}


class Telltale(nn.Module):
    """Multiplies what goes through in training mode, and shifts it in evaluation mode while autograd records."""

    def __init__(self, in_training, recording):
        super().__init__()
        self.in_training, self.recording = in_training, recording

    def forward(self, x):
        if self.training:
            return x * self.in_training
        return x + self.recording * torch.is_grad_enabled()


def fitted(
    submission,
    state,
    train,
    test,
    lr,
    n_epochs,
    every,
    loss="squared",
    training=True,
    in_training=1.0,
    recording=0.0,
    momentum=0.0,
    leftover=0.0,
):
    """Fit a line whose gradients are `leftover` at first: the three lists, the types in them, and the weights at the end."""
    model = make(state, train[0], training, in_training, recording)
    for p in model.parameters():
        p.grad = torch.full_like(p, leftover) if leftover else None
    curves = fit(submission, model, train, test, lr, n_epochs, every, loss, momentum)
    names = ("epochs", "train", "test")
    return {
        "curves": curves,
        "lists": {name: type(curves[name]).__name__ for name in names},
        "types": {name: sorted({type(entry).__name__ for entry in curves[name]}) for name in names},
        "weights": {name: value.clone() for name, value in model.state_dict().items()},
    }


def plotted(submission, state, train, test, lr, n_epochs, every):
    """The three lists as arrays of numbers, as a plot makes them of what it is given."""
    curves = fit(submission, make(state, train[0], True), train, test, lr, n_epochs, every)
    return {name: np.array(curves[name], dtype=float) for name in ("epochs", "train", "test")}


def fit(submission, model, train, test, lr, n_epochs, every, loss="squared", momentum=0.0):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    return submission.fit(model, LOSSES[loss], optimizer, loader(*train, 4), loader(*test, 3), n_epochs, every)


def make(state, x, training, in_training=1.0, recording=0.0):
    model = nn.Sequential(nn.Linear(x.shape[1], 1), Telltale(in_training, recording)).to(x)
    model.load_state_dict(state)
    return model.train(training)


def loader(x, y, batch_size):
    return DataLoader(TensorDataset(x, y), batch_size=batch_size)
