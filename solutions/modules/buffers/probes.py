"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import copy

import torch
from torch import nn

MEMORY = ("scale", "mean", "count", "batch_mean")


def parts(submission, x):
    """What a new model has registered: its state_dict, its parameters and its buffers."""
    model = make(submission, x)
    return {"state": dict(model.state_dict()), "parameters": dict(model.named_parameters()), "buffers": dict(model.named_buffers())}


def learned(submission, start, batches, training=None):
    """Output and memory after each batch; `training` holds the mode for each, True if it is None."""
    model = loaded(submission, start, batches[0])
    seen = []
    for i, x in enumerate(batches):
        model.train(training is None or training[i])
        seen.append({"output": model(x).detach(), "memory": memory(model)})
    return seen


def converted(submission, start, batches, dtype):
    """Learn from some batches, change the dtype, learn from the same batches in it: the memory before, between and after, and an output."""
    model = loaded(submission, start, batches[0])
    seen = []
    for x in batches:
        model(x)
    seen.append(memory(model))
    model.to(dtype)
    seen.append(memory(model))
    for x in batches:
        output = model(x.to(dtype)).detach()
    return {"memory": [*seen, memory(model)], "output": output}


def resumed(submission, start, batches):
    """Learn from all batches but one, load the state_dict into a new model: its memory, and its output for the last batch."""
    old, new = loaded(submission, start, batches[0]), make(submission, batches[0])
    for x in batches[:-1]:
        old(x)
    new.load_state_dict(old.state_dict())
    return {"loaded": memory(new), "output": new(batches[-1]).detach(), "after": memory(new)}


def trained(submission, start, batches, targets, lr, weight_decay):
    """One SGD step a batch, on the squared error: the whole state after each."""
    model = loaded(submission, start, batches[0])
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, weight_decay=weight_decay)
    seen = []
    for x, y in zip(batches, targets, strict=True):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
        seen.append({name: value.clone() for name, value in model.state_dict().items()})
    return seen


def input_gradients(submission, start, w, batches):
    """The gradient that reaches a tensor which all batches are multiplied by, batch by batch."""
    model, w = loaded(submission, start, batches[0]), w.clone().requires_grad_()
    seen = []
    for x in batches:
        w.grad = None
        model(x * w).sum().backward()
        seen.append(None if w.grad is None else w.grad.clone())
    return seen


def side_by_side(submission, start, first, second):
    """Two models and a deep copy of the first learn from batches of their own: the memory of all three."""
    one, other = loaded(submission, start, first), loaded(submission, start, first)
    one(first)
    twin = copy.deepcopy(one)
    other(second)
    twin(second)
    return [memory(model) for model in (one, other, twin)]


def alone(submission, x):
    """The output without any layer, and the batch afterwards."""
    kept = x.clone()
    model = submission.Centred(x.shape[1], []).to(x)
    return {"output": model(kept).detach(), "batch": kept}


def still(submission, x):
    """Two outputs in evaluation mode, with dropout among the layers."""
    model = submission.Centred(x.shape[1], [nn.Dropout(0.5)]).to(x).eval()
    return [model(x).detach(), model(x).detach()]


def memory(model):
    """What the model remembers, as it is now. A count that is no tensor comes as it is."""
    return {name: value.detach().clone() if isinstance(value := getattr(model, name), torch.Tensor) else value for name in MEMORY}


def make(submission, x):
    return submission.Centred(x.shape[1], [nn.Linear(x.shape[1], 2), nn.Tanh(), nn.Linear(2, 1)]).to(x)


def loaded(submission, start, x):
    """A new model with these weights."""
    model = make(submission, x)
    model.load_state_dict(start, strict=False)
    return model
