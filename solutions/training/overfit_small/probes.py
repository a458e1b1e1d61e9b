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


def trained(submission, state, x, y, lr, n_steps):
    """Train a net with these weights."""
    return run(submission, net(submission, state, x), x, y, lr, n_steps)


def line_trained(submission, state, x, y, lr, n_steps):
    """Train another model, a single linear layer."""
    model = nn.Linear(x.shape[1], 1).to(x)
    model.load_state_dict(state)
    return run(submission, model, x, y, lr, n_steps)


def learned(submission, x, y, lr, n_steps):
    """Train a new net."""
    return run(submission, submission.Net(x.shape[1], 32).to(x), x, y, lr, n_steps)


def run(submission, model, x, y, lr, n_steps):
    losses = submission.overfit(model, x, y, lr, n_steps)
    return {
        "losses": losses,
        "types": [type(loss).__name__ for loss in losses[:3]],
        "weights": {name: value.clone() for name, value in model.state_dict().items()},
        "left": {name: p.grad for name, p in model.named_parameters()},
    }


def net(submission, state, x):
    model = submission.Net(x.shape[1], len(state["hidden.bias"])).to(x)
    model.load_state_dict(state)
    return model
