"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def named(submission, sizes, state, x):
    """The keys and shapes of a named model, and its output for x once it has these weights."""
    model = submission.make_named(sizes).to(x)
    shapes = {key: tuple(value.shape) for key, value in model.state_dict().items()}
    model.load_state_dict(state)
    return {"keys": list(shapes), "shapes": shapes, "output": model(x).detach()}


def first_part(submission, sizes, state, x):
    """What the first part of a named model gives for x, taken out of it by its number."""
    model = submission.make_named(sizes).to(x)
    model.load_state_dict(state)
    return model[0](x).detach()


def counted(submission, sizes, frozen):
    """What count_parameters says of linear layers with batch norm after the first; a frozen one does not require grad."""
    layers = [nn.Linear(*pair) for pair in zip(sizes[:-1], sizes[1:], strict=True)]
    layers.insert(1, nn.BatchNorm1d(sizes[1]))
    for p in layers[0].parameters() if frozen else ():
        p.requires_grad_(False)
    return submission.count_parameters(nn.Sequential(*layers))


def loaded(submission, width, saved, x):
    """A target model that was given saved weights: its output in evaluation mode, its tensors, and the saved ones afterwards."""
    model = target(width, x)
    submission.load_renamed(model, saved)
    return {
        "output": model.eval()(x).detach(),
        "state": {key: value.clone() for key, value in model.state_dict().items()},
        "saved": dict(saved),
    }


def refused(submission, width, start, saved, x):
    """The error that wrong weights raise, if any, and the model's tensors afterwards; they were `start` before."""
    model = target(width, x)
    model.load_state_dict(start)
    error = None
    try:
        submission.load_renamed(model, saved)
    except Exception as raised:  # noqa: BLE001 - whatever was raised, its name is the answer
        error = type(raised).__name__
    return {"error": error, "state": dict(model.state_dict())}


def stepped(submission, width, saved, x, lr):
    """Load weights into a model that has an optimizer, give all parameters the gradient 1, step: parameters and saved weights."""
    model = target(width, x)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    submission.load_renamed(model, saved)
    for p in model.parameters():
        p.grad = torch.ones_like(p)
    optimizer.step()
    return {"parameters": [p.detach().clone() for p in model.parameters()], "saved": dict(saved)}


def output_of_a_layer(submission, width, saved, x):
    """Load weights in the forward hook of a layer that passes x on, and give the layer's output; of another kind, its type."""
    model, layer = target(width, x), nn.Identity()
    layer.register_forward_hook(lambda *_: submission.load_renamed(model, saved))
    output = layer(x)
    return output if isinstance(output, torch.Tensor) else type(output).__name__


def target(width, x):
    """Two square layers, so that shapes alone do not tell them apart, with batch norm between, inside another module."""
    inner = nn.Sequential()
    inner.add_module("first", nn.Linear(width, width))
    inner.add_module("norm", nn.BatchNorm1d(width))
    inner.add_module("second", nn.Linear(width, width))
    model = nn.Module()
    model.body, model.end = inner, nn.Linear(width, 1)
    model.forward = lambda x: model.end(model.body(x))
    return model.to(x)
