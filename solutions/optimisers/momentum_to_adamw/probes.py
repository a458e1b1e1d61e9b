"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def moved(submission, kind, settings, start, gradients):
    """The parameters after a step with each of these lists of gradients, and the gradients as they are after the last one.

    A gradient is written into the memory of the one before, as autograd does after zero_grad(set_to_none=False).
    """
    params = [value.clone().requires_grad_() for value in start]
    optimizer = getattr(submission, kind)(iter(params), **settings)
    memory, history = [torch.zeros_like(p) for p in params], []
    for step in gradients:
        for p, place, gradient in zip(params, memory, step, strict=True):
            p.grad = None if gradient is None else place.copy_(gradient)
        optimizer.step()
        history.append([p.detach().clone() for p in params])
    return {"history": history, "gradients": [p.grad for p in params]}


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
