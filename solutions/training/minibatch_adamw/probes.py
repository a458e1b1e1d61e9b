"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Doubled(nn.Sequential):
    """Doubles its output while it is in training mode itself, whatever the modes of its layers are."""

    def forward(self, x):
        return super().forward(x) * (1 + self.training)


def configured(submission, x, coefficients, lr):
    """The model that configure gives: its output for x, and what it does as a line, at first and after a step for each of the coefficients.

    A step goes along the gradient of the sum of the outputs, each multiplied by its coefficient.
    """
    model, optimizer = submission.configure(x.shape[1], lr, x.device)
    model.double()
    output, lines = model(x).detach(), [as_line(model, x)]
    for each in coefficients:
        optimizer.zero_grad()
        (model(x) * each).sum().backward()
        optimizer.step()
        lines.append(as_line(model, x))
    return {"output": output, "lines": lines}


def elsewhere(submission, n_features, place):
    """On which device the parameters of the model are, and how many of them the optimizer holds."""
    model, optimizer = submission.configure(n_features, 0.1, torch.device(place))
    parameters = list(model.parameters())
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    return {
        "devices": sorted({p.device.type for p in parameters}),
        "not held": sum(id(p) not in held for p in parameters),
    }


def trained(submission, state, x, y, batch_size, lr, n_epochs, calls=1, momentum=0.0, leftover=0.0):
    """Train a linear model with plain SGD: the losses of each call, and the weights at the end; at first all gradients are `leftover`."""
    model = nn.Linear(x.shape[1], 1).to(x)
    model.load_state_dict(state)
    for p in model.parameters():
        p.grad = torch.full_like(p, leftover) if leftover else None
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    losses = [submission.train(model, optimizer, loader(x, y, batch_size), n_epochs) for _ in range(calls)]
    return {"losses": losses, "types": [type(loss).__name__ for loss in losses[0]], "weights": values(model)}


def from_top_to_bottom(submission, x, y, batch_size, lr, n_epochs):
    """Configure and train: the losses, and what the model does as a line at first and at the end."""
    model, optimizer = submission.configure(x.shape[1], lr, x.device)
    first = as_line(model.double(), x)
    losses = submission.train(model, optimizer, loader(x, y, batch_size), n_epochs)
    return {"first": first, "losses": losses, "last": as_line(model, x)}


def in_which_mode(submission, state, x, y, batch_size, training):
    """Train for an epoch, with lr = 0, a model with batch norm that comes in this mode: the losses, and what batch norm has learned."""
    norm, linear = nn.BatchNorm1d(x.shape[1]).to(x), nn.Linear(x.shape[1], 1).to(x)
    linear.load_state_dict(state)
    model = Doubled(norm, linear).train(training)
    losses = submission.train(model, torch.optim.SGD(model.parameters(), lr=0.0), loader(x, y, batch_size), 1)
    return {"losses": losses, "mean": norm.running_mean}


def as_line(model, x):
    """Weight and bias of a linear model, whatever its parameters are called: from what it gives for zeros and for unit vectors."""
    with torch.no_grad():
        bias = model(torch.zeros_like(x[:1]))[0]
        return {"weight": (model(torch.eye(x.shape[1]).to(x)) - bias).T, "bias": bias}


def loader(x, y, batch_size):
    return DataLoader(TensorDataset(x, y), batch_size=batch_size)


def values(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}
