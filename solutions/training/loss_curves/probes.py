"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

LOSSES = {"squared": nn.MSELoss, "absolute": nn.L1Loss}


class Telltale(nn.Module):
    """Makes what goes through larger in training mode, and shifts it in evaluation mode while autograd records."""

    def __init__(self, in_training, recording):
        super().__init__()
        self.in_training, self.recording = in_training, recording

    def forward(self, x):
        if self.training:
            return x * self.in_training
        return x + self.recording * torch.is_grad_enabled()


def fitted(submission, state, train, test, lr, n_epochs, every, loss="squared", mode=True):
    """Fit a line: the three lists, the types of the losses in them, and the weights at the end."""
    model = make(state, train[0], mode)
    curves = fit(submission, model, train, test, lr, n_epochs, every, loss)
    return {
        "curves": curves,
        "types": [type(entry).__name__ for name in ("train", "test") for entry in curves[name]],
        "weights": {name: value.clone() for name, value in model.state_dict().items()},
    }


def plotted(submission, state, train, test, lr, n_epochs, every):
    """The three lists as arrays of numbers, as a plot makes them of what it is given."""
    curves = fit(submission, make(state, train[0], True), train, test, lr, n_epochs, every, "squared")
    return {name: np.array(curves[name], dtype=float) for name in ("epochs", "train", "test")}


def fit(submission, model, train, test, lr, n_epochs, every, loss):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    return submission.fit(model, LOSSES[loss](), optimizer, loader(*train, 4), loader(*test, 3), n_epochs, every)


def make(state, x, mode):
    model = nn.Sequential(nn.Linear(x.shape[1], 1), Telltale(1.5, 50.0)).to(x)
    model.load_state_dict(state)
    return model.train(mode)


def loader(x, y, batch_size):
    return DataLoader(TensorDataset(x, y), batch_size=batch_size)
