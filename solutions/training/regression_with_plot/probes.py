"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np
import torch
from torch import nn


class Pyplot:
    """Stands in for matplotlib.pyplot: keeps what is drawn, as NumPy would see it, and takes everything else without a word."""

    def __init__(self):
        self.calls = []

    def scatter(self, x, y, *_, **__):
        self.calls.append(["scatter", np.array(x, dtype=float), np.array(y, dtype=float)])

    def plot(self, x, y, *_, **__):
        self.calls.append(["plot", np.array(x, dtype=float), np.array(y, dtype=float)])

    def show(self, *_, **__):
        self.calls.append(["show"])

    def __getattr__(self, name):
        return lambda *_, **__: None


def fitted(submission, state, x, y, lr, n_steps):
    """The losses of a fit, their types, and the weights at the end."""
    model = line(state)
    losses = submission.fit(model, x, y, lr, n_steps)
    return {
        "losses": losses,
        "types": [type(loss).__name__ for loss in losses],
        "weights": {name: value.clone() for name, value in model.state_dict().items()},
    }


def predicted(submission, state, x):
    """The predictions of a line."""
    return submission.predict(line(state), x)


def drawn(submission, state, x, y):
    """What is drawn of a bent model, call by call."""
    plt = Pyplot()
    submission.draw(plt, bent(state), x, y)
    return plt.calls


def arrays_afterwards(submission, state, x, y):
    """The arrays after everything was done with them."""
    x, y, model = x.copy(), y.copy(), line(state)
    submission.fit(model, x, y, 0.1, 2)
    submission.predict(model, x)
    submission.draw(Pyplot(), model, x, y)
    return [x, y]


def line(state):
    model = nn.Linear(1, 1)
    model.load_state_dict(state)
    return model


def bent(state):
    return nn.Sequential(line(state), Square())


class Square(nn.Module):
    def forward(self, x):
        return x**2 + torch.sin(3 * x)
