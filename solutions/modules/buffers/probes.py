"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import copy
import types

import torch
from torch import nn

MEMORY = ("scale", "mean", "count", "batch_mean")


def at_first(submission, n_features):
    """What a new model remembers."""
    return memory(submission.Centred(n_features, []))


def names(submission, x):
    """The names in a new model's state_dict and among its parameters."""
    model = make(submission, x)
    return {"state": sorted(model.state_dict()), "parameters": sorted(dict(model.named_parameters()))}


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


def gradients_of_the_memory(submission, start, x):
    """What backward from each tensor that the model remembers gives the batch it was learned from; None where it gives nothing."""
    model, x = loaded(submission, start, x), x.clone().requires_grad_()
    model(x)
    seen = {}
    for name in ("mean", "count", "batch_mean"):
        value, x.grad = getattr(model, name), None
        if isinstance(value, torch.Tensor) and value.grad_fn is not None:
            value.sum().backward(retain_graph=True)
        seen[name] = x.grad
    return seen


def numbers_held(submission, batches):
    """How many numbers lie in the memory of all tensors that a model holds, after each batch."""
    model, seen = make(submission, batches[0]), []
    for x in batches:
        model(x.clone())
        seen.append(numbers_in(model))
    return seen


def moved(submission, x, place):
    """Where each part of a model is after it was moved to a device."""
    model = make(submission, x)
    model(x)
    model.to(place)
    parts = {**{name: getattr(model, name) for name in MEMORY}, **dict(model.named_parameters())}
    return {name: value.device.type if isinstance(value, torch.Tensor) else "not a tensor" for name, value in parts.items()}


def side_by_side(submission, start, first, second):
    """Two models learn from batches of their own: the memory of both."""
    models = [loaded(submission, start, first) for _ in range(2)]
    for model, x in zip(models, (first, second), strict=True):
        model(x)
    return [memory(model) for model in models]


def original_and_copy(submission, start, first, second):
    """A model learns from the first batch, a deep copy of it from the second as well: the memory of both."""
    model = loaded(submission, start, first)
    model(first)
    twin = copy.deepcopy(model)
    twin(second)
    return [memory(model), memory(twin)]


def alone(submission, x):
    """The output without any layer, and the batch afterwards."""
    kept = x.clone()
    model = submission.Centred(x.shape[1], []).to(x)
    return {"output": model(kept).detach(), "batch": kept}


def still(submission, x):
    """Two outputs in evaluation mode, with dropout among the layers."""
    model = submission.Centred(x.shape[1], [nn.Dropout(0.5)]).to(x).eval()
    return [model(x).detach(), model(x).detach()]


def numbers_in(model):
    storages = {}
    for tensor in tensors_in(model, set()):
        storages[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes() // tensor.element_size()
    return sum(storages.values())


def tensors_in(value, met):
    """The tensors that a value, its parts and its attributes are, whatever they are called."""
    if id(value) in met:
        return
    met.add(id(value))
    if isinstance(value, torch.Tensor):
        yield value
        return
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, (list, tuple, set)) else []
    if not isinstance(value, (type, types.ModuleType, types.FunctionType)):
        parts = [*parts, *getattr(value, "__dict__", {}).values()]
    for part in parts:
        yield from tensors_in(part, met)


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
