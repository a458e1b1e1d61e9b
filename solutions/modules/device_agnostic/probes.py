"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def tensors(submission, x, y, device, dtype, later=None):
    """The tensors that arrays become, after `later` was written into the arrays."""
    made = submission.to_tensors(x, y, device, as_dtype(dtype))
    if later is not None:
        x[...], y[...] = later, later
    return list(made)


def gradients(submission, x, y, dtype):
    """The parameters, and their gradients from the mean squared error of a linear model by hand."""
    w, b = submission.make_parameters(x.shape[1], x.device, as_dtype(dtype))
    values = [w.detach().clone(), b.detach().clone()]
    ((x @ w + b - y) ** 2).mean().backward()
    return {"values": values, "gradients": [w.grad if w.is_leaf else None, b.grad if b.is_leaf else None]}


def trained(submission, state, batches, lr, device, dtype, replaces=False, stale=None):
    """Train a linear model that starts in float32 on the CPU.

    `replaces`: moving the model gives it new parameter tensors. `stale`: a number that its gradients are full of before.
    """
    model = nn.Linear(batches[0][0].shape[1], 1).to(state["weight"])
    model.load_state_dict(state)
    for p in model.parameters() if stale is not None else ():
        p.grad = torch.full_like(p, stale)
    torch.__future__.set_overwrite_module_params_on_conversion(replaces)
    try:
        loss = submission.train(model, batches, lr, device, as_dtype(dtype))
    finally:
        torch.__future__.set_overwrite_module_params_on_conversion(False)
    has_graph = isinstance(loss, torch.Tensor) and loss.requires_grad
    return {"loss": loss, "has_graph": has_graph, "weights": [p.detach().clone() for p in model.parameters()]}


def tensors_elsewhere(submission, x, y, place):
    """Where the tensors are that arrays become, on a device that has no numbers."""
    return [where(made) for made in submission.to_tensors(x, y, torch.device(place), torch.float32)]


def parameters_elsewhere(submission, n_features, place):
    """Where the parameters are on a device that has no numbers, and where the gradients that backward leaves there."""
    device = torch.device(place)
    w, b = submission.make_parameters(n_features, device, torch.float32)
    x = torch.zeros(5, n_features, device=device)
    (x @ w + b).square().mean().backward()
    return [where(p) for p in (w, b)] + [where(p.grad if p.is_leaf else None) for p in (w, b)]


def trained_elsewhere(submission, batches, place):
    """Train on a device that has no numbers: where the model and the loss are."""
    model = nn.Linear(batches[0][0].shape[1], 1)
    loss = submission.train(model, batches, 0.1, torch.device(place), torch.float32)
    return [where(value) for value in (model.weight, model.bias, loss)]


def where(value):
    return f"{tuple(value.shape)} on {value.device.type}" if isinstance(value, torch.Tensor) else f"{value}, no tensor"


def as_dtype(name):
    return getattr(torch, name)
