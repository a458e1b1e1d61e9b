"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import numpy as np
import torch
from torch import nn


class Pyplot:
    """Stands in for matplotlib.pyplot: keeps what is drawn, as NumPy would see it, and silently accepts everything else."""

    def __init__(self):
        self.calls = []

    def scatter(self, x, y, *_, **__):
        self.keep("scatter", x, y)

    def plot(self, x, y, *_, **__):
        self.keep("plot", x, y)

    def keep(self, name, x, y):
        parts = [np.array(part, dtype=float) for part in (x, y)]
        kinds = [f"{type(given).__name__} {part.shape}" for given, part in zip((x, y), parts, strict=True)]
        self.calls.append({"name": name, "points": parts, "kinds": kinds})

    def show(self, *_, **__):
        self.calls.append({"name": "show"})

    def __getattr__(self, name):
        return lambda *_, **__: None


def fitted(submission, state, x, y, lr, n_steps, leftover=0.0):
    """The losses of a fit, their types, and the weights at the end; at first all gradients are `leftover`."""
    model = build(state)
    for p in model.parameters():
        p.grad = torch.full_like(p, leftover) if leftover else None
    losses = submission.fit(model, x, y, lr, n_steps)
    return {
        "losses": losses,
        "types": [type(loss).__name__ for loss in losses],
        "weights": {name: value.clone() for name, value in model.state_dict().items()},
    }


def predicted(submission, state, x):
    """The predictions of a line."""
    return submission.predict(build(state), x)


def drawn(submission, state, x, y):
    """What is drawn of a curved model, call by call."""
    plt = Pyplot()
    submission.draw(plt, nn.Sequential(build(state), Curved()), x, y)
    return plt.calls


def arrays_afterwards(submission, state, x, y):
    """The arrays after everything was done with them."""
    x, y, model = x.copy(), y.copy(), build(state)
    submission.fit(model, x, y, 0.1, 2)
    submission.predict(model, x)
    submission.draw(Pyplot(), model, x, y)
    return [x, y]


def build(state):
    """A line, or two linear layers with a tanh between them, with these weights."""
    hidden = 0 if "weight" in state else len(state["0.bias"])
    model = nn.Sequential(nn.Linear(1, hidden), nn.Tanh(), nn.Linear(hidden, 1)) if hidden else nn.Linear(1, 1)
    model.load_state_dict(state)
    return model


class Curved(nn.Module):
    def forward(self, x):
        return x**2 + torch.sin(3 * x)
