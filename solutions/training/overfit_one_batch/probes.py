"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def output(submission, state, x):
    """The output of a net with these weights."""
    return net(submission, state, x)(x).detach()


def gradients(submission, state, x, weights):
    """The gradients of a weighted sum of the outputs: of each parameter by its name, and of x."""
    model, x = net(submission, state, x), x.clone().requires_grad_()
    (model(x) * weights).sum().backward()
    found = {name: p.grad for name, p in model.named_parameters()}
    return {**found, "x": x.grad}


def trained(submission, state, x, y, lr, n_steps, calls=1, leftover=0.0):
    """Train a net with these weights, whose gradients are `leftover` at first."""
    return run(submission, net(submission, state, x), x, y, lr, n_steps, calls, leftover)


def line_trained(submission, state, x, y, lr, n_steps):
    """Train another model, a linear layer whose output is multiplied by a parameter of its own."""
    return run(submission, load(Scaled(x.shape[1]).to(x), state), x, y, lr, n_steps)


def learned(submission, x, y, lr, n_steps):
    """Train a new net."""
    return run(submission, submission.Net(x.shape[1], 32).to(x), x, y, lr, n_steps)


def run(submission, model, x, y, lr, n_steps, calls=1, leftover=0.0):
    arrived = 0

    def count(gradient):
        nonlocal arrived
        arrived += 1

    for p in model.parameters():
        p.grad = torch.full_like(p, leftover) if leftover else None
        if p.requires_grad:
            p.register_hook(count)
    losses = [loss for _ in range(calls) for loss in submission.overfit(model, x, y, lr, n_steps)]
    return {
        "losses": losses,
        "types": [type(loss).__name__ for loss in losses[:3]],
        "weights": {name: value.clone() for name, value in model.state_dict().items()},
        # No test asks for these two: they show why nothing was learned.
        "left": {name: p.grad for name, p in model.named_parameters()},
        "arrived": arrived,
    }


class Scaled(nn.Module):
    """A linear layer, and a parameter that belongs to no layer."""

    def __init__(self, n_features):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))
        self.line = nn.Linear(n_features, 1)

    def forward(self, x):
        return self.scale * self.line(x)


def net(submission, state, x):
    return load(submission.Net(x.shape[1], len(state["hidden.bias"])).to(x), state)


def load(model, state):
    model.load_state_dict(state)
    return model
