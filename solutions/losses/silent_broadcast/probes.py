"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import warnings

import torch
from torch import nn


def steps(submission, state, batches, lr, strict=False):
    """One step a batch on a linear model with these weights: what each returned, and the weights after it.

    `strict` makes errors of warnings about sizes and broadcasting.
    """
    model, optimizer = set_up(state, lr)
    with warnings.catch_warnings():
        # Other warnings are no fault: float(loss) of a tensor that requires grad gives one, and once a process only.
        warnings.simplefilter("ignore")
        if strict:
            warnings.filterwarnings("error", message="(?s).*(size|broadcast)")
        return [one(submission, model, optimizer, x, y) for x, y in batches]


def steps_of_a_network(submission, weights, batches, name, options):
    """One step a batch on a network of two layers with these weights, by the named optimizer: the weights after each."""
    model = nn.Sequential(nn.Linear(*weights[0].shape[::-1]), nn.Tanh(), nn.Linear(*weights[2].shape[::-1])).to(weights[0])
    with torch.no_grad():
        for p, value in zip(model.parameters(), weights, strict=True):
            p.copy_(value)
    optimizer = getattr(torch.optim, name)(model.parameters(), **options)
    history = []
    for x, y in batches:
        submission.regression_step(model, optimizer, x, y)
        history.append([p.detach().clone() for p in model.parameters()])
    return history


def step_with_old_gradients(submission, state, gradients, x, y, lr):
    """One step on a linear model whose parameters hold these gradients: what it returned, and the weights after it."""
    model, optimizer = set_up(state, lr)
    model.weight.grad, model.bias.grad = gradients["weight"].clone(), gradients["bias"].clone()
    return one(submission, model, optimizer, x, y)


def gradient_afterwards(submission, state, x, y, lr, upstream):
    """After a step, the gradients of the sum of upstream · returned predictions · new predictions; torch's words where it refuses."""
    model, optimizer = set_up(state, lr)
    _, predictions = submission.regression_step(model, optimizer, x, y)
    model.zero_grad()
    try:
        (upstream * predictions * model(x)[:, 0]).sum().backward()
    except RuntimeError as error:
        return str(error)
    return {"weight": model.weight.grad, "bias": model.bias.grad, "predictions": predictions.grad}


def set_up(state, lr):
    model = nn.Linear(state["weight"].shape[1], 1, dtype=state["weight"].dtype, device=state["weight"].device)
    model.load_state_dict(state)
    return model, torch.optim.SGD(model.parameters(), lr=lr)


def one(submission, model, optimizer, x, y):
    loss, predictions = submission.regression_step(model, optimizer, x, y)
    return {
        "loss": loss,
        "predictions": predictions,
        "weight": model.weight.detach().clone(),
        "bias": model.bias.detach().clone(),
        "x": x,
        "y": y,
    }
