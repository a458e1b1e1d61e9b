"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def one_update(submission, values, grads, lr):
    """Update fresh leaves once and report them: values, gradients, and what became of the tensors and of autograd."""
    params = [v.clone().requires_grad_() for v in values]
    for p, g in zip(params, grads, strict=True):
        p.grad = None if g is None else g.clone()
    addresses = [p.data_ptr() for p in params]
    with torch.enable_grad():  # ends with the block, whatever the submission switched
        returned = submission.sgd_update(list(params), lr)
        records = torch.is_grad_enabled()
    return {
        "values": [p.detach() for p in params],
        "grads": [p.grad for p in params],
        "leaves": [p.is_leaf and p.requires_grad for p in params],
        "same_memory": [p.data_ptr() == a for p, a in zip(params, addresses, strict=True)],
        "returned_nothing": returned is None,
        "autograd_records": records,
    }


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
