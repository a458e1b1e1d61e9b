"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import types

import torch
from torch import nn


def moved(submission, kind, settings, start, gradients):
    """The parameters after a step with each of these lists of gradients, and the gradients as they are after each.

    A gradient is written into the memory of the one before, as autograd does after zero_grad(set_to_none=False). Settings in a dict are
    passed by name, those in a list by position.
    """
    params = leaves(start)
    optimizer = make(submission, kind, iter(params), settings)
    memory, history, seen = [torch.zeros_like(p) for p in params], [], []
    for step in gradients:
        for p, place, gradient in zip(params, memory, step, strict=True):
            p.grad = None if gradient is None else place.copy_(gradient)
        optimizer.step()
        history.append([p.detach().clone() for p in params])
        seen.append([None if p.grad is None else p.grad.clone() for p in params])
    return {"history": history, "gradients": seen}


def written_through_views(submission, kind, settings, start, gradients, marks):
    """Step, write these numbers into views of the parameters that were made before, and give what the parameters hold then."""
    params, optimizer = stepped(submission, kind, settings, start, [])
    views = [p.detach() for p in params]
    take_steps(optimizer, params, gradients)
    for view, mark in zip(views, marks, strict=True):
        view.copy_(mark)
    return [p.detach() for p in params]


def gradients_afterwards(submission, kind, settings, start, gradients, weights):
    """Step; then what backward gives each parameter for the weighted sum of all, None where it gives nothing."""
    params, _ = stepped(submission, kind, settings, start, gradients)
    for p in params:
        p.grad = None
    with torch.enable_grad():
        total = sum((p * w).sum() for p, w in zip(params, weights, strict=True))
        if total.requires_grad:
            total.backward()
    return [p.grad for p in params]


def graphs_kept(submission, kind, settings, start, gradients):
    """How many of the tensors that an optimizer keeps have a graph after the steps."""
    _, optimizer = stepped(submission, kind, settings, start, gradients)
    return sum(tensor.grad_fn is not None for tensor in tensors_in(optimizer, set()))


def trained(submission, kind, settings, state, batches):
    """Train a two-layer network, a step a batch: its parameters after each."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).to(batches[0][0])
    model.load_state_dict(state)
    optimizer = getattr(submission, kind)(model.parameters(), **settings)
    history = []
    for x, y in batches:
        model.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
        history.append([p.detach().clone() for p in model.parameters()])
    return history


def two_optimizers(submission, kind, settings, start, gradients):
    """Two optimizers of one class with a parameter each, stepped in turn: both parameters at the end."""
    pairs = []
    for value in start:
        p = value.clone().requires_grad_()
        pairs.append((p, getattr(submission, kind)([p], **settings)))
    for step in gradients:
        for (p, optimizer), gradient in zip(pairs, step, strict=True):
            p.grad = gradient.clone()
            optimizer.step()
    return [p.detach() for p, _ in pairs]


def stepped(submission, kind, settings, start, gradients):
    """Fresh parameters and their optimizer after these steps."""
    params = leaves(start)
    optimizer = make(submission, kind, iter(params), settings)
    take_steps(optimizer, params, gradients)
    return params, optimizer


def take_steps(optimizer, params, gradients):
    for step in gradients:
        for p, gradient in zip(params, step, strict=True):
            p.grad = gradient.clone()
        with torch.enable_grad():
            optimizer.step()


def make(submission, kind, params, settings):
    if isinstance(settings, list):
        return getattr(submission, kind)(params, *settings)
    return getattr(submission, kind)(params, **settings)


def leaves(start):
    return [value.clone().requires_grad_() for value in start]


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
