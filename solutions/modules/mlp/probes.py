"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "prelu": nn.PReLU}


class Doubling(nn.Module):
    """A tanh whose output is twice as large in training mode."""

    def forward(self, x):
        return torch.tanh(x) * (2 if self.training else 1)


def shapes(submission, sizes, activation=None):
    """The shapes of all parameters."""
    return [tuple(p.shape) for p in build(submission, sizes, activation).parameters()]


def output(submission, sizes, values, x, activation=None):
    """The output of a model whose parameters have these values, in order."""
    return with_values(build(submission, sizes, activation).to(x), values)(x).detach()


def called_twice(submission, sizes, x):
    """Two outputs of one fresh model for the same input."""
    model = submission.MLP(sizes).to(x).eval()
    return [model(x).detach(), model(x).detach()]


def gradients(submission, sizes, values, x, activation):
    """The gradient of the sum of the outputs at each parameter, and at the input."""
    model = with_values(build(submission, sizes, activation).to(x), values)
    x = x.clone().requires_grad_()
    model(x).sum().backward()
    return {"parameters": [p.grad for p in model.parameters()], "input": x.grad}


def in_both_modes(submission, sizes, values, x):
    """The output of a model with an activation that knows its mode: in training, and in evaluation mode."""
    model = with_values(submission.MLP(sizes, Doubling).to(x), values)
    return [model.train()(x).detach(), model.eval()(x).detach()]


def list_changed_later(submission, sizes, values, x):
    """The list after a model was made, and the outputs after the list was made longer and after it was emptied."""
    given = list(sizes)
    model = with_values(submission.MLP(given).to(x), values)
    after = list(given)
    given.append(99)
    given[1] = 99
    longer = model(x).detach()
    given.clear()
    return {"sizes": after, "outputs": [longer, model(x).detach()]}


def starts(submission, sizes, start):
    """The parameters of two models, made one after the other from this random start."""
    torch.manual_seed(start)
    return [[p.detach() for p in submission.MLP(sizes).parameters()] for _ in range(2)]


def trained(submission, sizes, values, x, y, lr, steps):
    """The layers' parameters and the sorted weights of the PReLUs, which begin at 0.25, after each SGD step; no width of `sizes` is 1."""
    model = build(submission, sizes, "prelu").to(x)
    prelus = [p for p in model.parameters() if tuple(p.shape) == (1,)]
    layers = [p for p in model.parameters() if tuple(p.shape) != (1,)]
    with torch.no_grad():
        for p, value in zip(layers, values, strict=True):
            p.copy_(value)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    seen = []
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
        state = [p.detach().clone() for p in layers]
        seen.append({"layers": state, "prelus": torch.stack([p.detach() for p in prelus]).sort(dim=0).values if prelus else None})
    return seen


def build(submission, sizes, activation):
    return submission.MLP(sizes) if activation is None else submission.MLP(sizes, ACTIVATIONS[activation])


def with_values(model, values):
    with torch.no_grad():
        for p, value in zip(model.parameters(), values, strict=True):
            p.copy_(value)
    return model
