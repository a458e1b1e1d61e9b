"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import copy

import torch
from torch import nn


def logits_before_training(submission, points):
    """What a new model gives for each set of points."""
    with torch.no_grad():
        return [submission.make_model().to(p.device).eval()(p) for p in points]


def second_model(submission, points):
    """What the second of two new models gives when its weights are all 0, before and after those of the first are all set to 1."""
    first, second = models = [submission.make_model().to(points.device).eval() for _ in range(2)]
    kept = [copy.deepcopy(model.state_dict()) for model in models]
    with torch.no_grad():
        fill(second, 0.0)
        before = second(points)
        fill(first, 1.0)
        after = second(points)
    for model, state in zip(models, kept, strict=True):
        model.load_state_dict(state)
    return {"before": before, "after": after}


def fill(model, number):
    for parameter in model.parameters():
        parameter.fill_(number)


def width_of_the_input(submission, points):
    """How many numbers a point the first linear layer of a new model is given; 0 where the model has no such layer."""
    model, widths = submission.make_model().to(points.device).eval(), []
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            layer.register_forward_pre_hook(lambda layer, inputs: widths.append(inputs[0].shape[-1]))
    with torch.no_grad():
        model(points)
    return [*widths, 0][0]


def logits_after_training(submission, x, y, points, start):
    """Build a model from this random start, train it, and report what it gives for each set of points."""
    model, _ = trained(submission, x, y, start)
    with torch.no_grad():
        return [model(p) for p in points]


def returned_by_training(submission, x, y, start):
    """The type of what `train` gives back."""
    _, returned = trained(submission, x, y, start)
    return type(returned).__name__


def trained(submission, x, y, start):
    """A trained model in evaluation mode, and what its training returned."""
    # Training is most of a grade's time, so each start is trained once; the submission outlives a call, this module does not.
    done = vars(submission).setdefault("trained models", {})
    if (start, x.device) not in done:
        torch.manual_seed(start)
        model = submission.make_model().to(x.device)
        returned = submission.train(model, x, y)
        done[start, x.device] = model.eval(), returned
    return done[start, x.device]
