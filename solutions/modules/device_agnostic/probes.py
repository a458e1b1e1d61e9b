"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def tensors(submission, x, y, device, dtype, later):
    """The tensors that arrays become, after `later` was written into the arrays."""
    made = submission.to_tensors(x, y, device, as_dtype(dtype))
    x[...], y[...] = later, later
    return list(made)


def gradients(submission, x, y, dtype):
    """The parameters, and their gradients from the mean squared error of a linear model by hand."""
    w, b = submission.make_parameters(x.shape[1], x.device, as_dtype(dtype))
    values = [w.detach().clone(), b.detach().clone()]
    ((x @ w + b - y) ** 2).mean().backward()
    return {"values": values, "gradients": [w.grad if w.is_leaf else None, b.grad if b.is_leaf else None]}


def trained(submission, state, batches, lr, device, dtype, replaces):
    """Train a linear model that starts in float32 on the CPU. `replaces`: moving the model gives it new parameter tensors."""
    model = nn.Linear(batches[0][0].shape[1], 1).to(state["weight"])
    model.load_state_dict(state)
    torch.__future__.set_overwrite_module_params_on_conversion(replaces)
    try:
        loss = submission.train(model, batches, lr, device, as_dtype(dtype))
    finally:
        torch.__future__.set_overwrite_module_params_on_conversion(False)
    has_graph = isinstance(loss, torch.Tensor) and loss.requires_grad
    return {"loss": loss, "has_graph": has_graph, "weights": [p.detach().clone() for p in model.parameters()]}


def elsewhere(submission, x, y, place):
    """All three functions with a device that has no numbers: the devices and shapes of what they give."""
    device = torch.device(place)
    made = submission.to_tensors(x, y, device, torch.float32)
    w, b = submission.make_parameters(x.shape[1], device, torch.float32)
    (made[0] @ w + b - made[1]).square().mean().backward()
    model = nn.Linear(x.shape[1], 1)
    batches = [(torch.from_numpy(x[:2]), torch.from_numpy(y[:2, None])), (torch.from_numpy(x[2:]), torch.from_numpy(y[2:, None]))]
    loss = submission.train(model, batches, 0.1, device, torch.float32)
    given = {"x": made[0], "y": made[1], "w": w.grad, "b": b.grad, "model": model.weight, "loss": loss}
    return {name: where(value) for name, value in given.items()}


def where(value):
    return f"{tuple(value.shape)} on {value.device.type}" if isinstance(value, torch.Tensor) else f"{value}, no tensor"


def as_dtype(name):
    return getattr(torch, name)
