"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def one_update(submission, values, grads, lr):
    """Update fresh leaves once and report their values and gradients."""
    params = leaves(values, grads)
    with torch.enable_grad():  # ends with the block, whatever the submission switched
        submission.sgd_update(list(params), lr)
    return {"values": [p.detach() for p in params], "grads": [p.grad for p in params]}


def written_through_views(submission, values, grads, lr, marks):
    """Update fresh leaves once, write these numbers into views of them that were made before, and give what the leaves hold then."""
    params = leaves(values, grads)
    views = [p.detach() for p in params]
    with torch.enable_grad():
        submission.sgd_update(list(params), lr)
    for view, mark in zip(views, marks, strict=True):
        view.copy_(mark)
    return [p.detach() for p in params]


def gradients_afterwards(submission, values, grads, lr, weights, recording, switch_on):
    """Update fresh leaves once; then what backward gives each of them for the weighted sum of all, None where it gives nothing.

    `recording`: whether autograd records before the call. `switch_on` has it record afterwards in any case; otherwise it goes on as the
    submission left it.
    """
    params = leaves(values, grads)
    with torch.set_grad_enabled(recording):
        submission.sgd_update(list(params), lr)
        if switch_on:
            torch.set_grad_enabled(True)
        for p in params:
            p.grad = None
        total = sum((p * w).sum() for p, w in zip(params, weights, strict=True))
        if total.requires_grad:
            total.backward()
    return [p.grad for p in params]


def raised_if_returned(submission, values, grads, lr, x):
    """Update fresh leaves once; x, raised by 1 if something was returned."""
    returned = submission.sgd_update(list(leaves(values, grads)), lr)
    return x if returned is None else x + 1


def train(submission, state, batches, lr):
    """Train a real two-layer model with the submission's update and report its parameters after each step."""
    x, _ = batches[0]
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).to(x.device, x.dtype)
    model.load_state_dict(state)
    history = []
    with torch.enable_grad():
        for x, y in batches:
            model.zero_grad()
            nn.functional.mse_loss(model(x), y).backward()
            submission.sgd_update(list(model.parameters()), lr)
            history.append([p.detach().clone() for p in model.parameters()])
    return history


def leaves(values, grads):
    params = [v.clone().requires_grad_() for v in values]
    for p, g in zip(params, grads, strict=True):
        p.grad = None if g is None else g.clone()
    return params
