"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch
from torch import nn


def decisions(submission, losses, options):
    """What `step` returns for each of these losses, and `best_loss` and `best_epoch` after each call."""
    stopper = submission.EarlyStopping(**options)
    model = nn.Linear(1, 1)
    seen = {"stop": [], "types": [], "best losses": [], "best epochs": []}
    for loss in losses:
        stop = stopper.step(loss, model)
        seen["stop"].append(bool(stop))
        seen["types"].append(type(stop).__name__)
        seen["best losses"].append(stopper.best_loss)
        seen["best epochs"].append(stopper.best_epoch)
    return seen


def before_any_epoch(submission, options):
    """`best_loss` and `best_epoch` of a new object, and what `restore` does then."""
    stopper = submission.EarlyStopping(**options)
    return {"best_loss": stopper.best_loss, "best_epoch": stopper.best_epoch, "restore": tried(stopper, nn.Linear(1, 1))}


def restored_after_nan(submission, options):
    """What `restore` does if all losses were NaN."""
    stopper, model = submission.EarlyStopping(**options), nn.Linear(1, 1)
    for _ in range(3):
        stopper.step(float("nan"), model)
    return tried(stopper, model)


def restored(submission, states, losses, options):
    """The model gets one of these states before each step, changed in place, and the last state after that: its state after `restore`."""
    model = build(states[-1])
    stopper = submission.EarlyStopping(**options)
    for state, loss in zip(states, losses, strict=False):
        overwrite(model, state)
        stopper.step(loss, model)
    overwrite(model, states[-1])
    stopper.restore(model)
    return values(model)


def restored_again(submission, states, x, lr):
    """One improvement, and then twice: other values, `restore`, its state, and an optimizer step from there with its state."""
    model = build(states[0])
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    stopper = submission.EarlyStopping(patience=2)
    stopper.step(1.0, model)
    seen = []
    for state in states[1:3]:
        overwrite(model, state)
        stopper.restore(model)
        seen.append(values(model))
        optimizer.zero_grad()
        model.train()(x).square().mean().backward()
        optimizer.step()
        seen.append(values(model))
    return seen


def untouched(submission, states, x, training, restore):
    """State, gradients, flags and modes of a model before and after calls of `step` with and without improvement, or one of `restore`."""
    model = build(states[0])
    model[0].bias.requires_grad_(False)
    model(x).square().mean().backward()
    model.train(training)
    model[2].train(not training)
    gradients = [None if p.grad is None else p.grad.clone() for p in model.parameters()]
    stopper = submission.EarlyStopping(patience=2)
    stopper.step(1.0, model)
    for p, gradient in zip(model.parameters(), gradients, strict=True):
        p.grad = gradient  # as before the first step, which may have cleared them
    if not restore:
        overwrite(model, states[1])
    seen = [held(model)]
    if restore:
        stopper.restore(model)
    else:
        for loss in (2.0, 3.0, 0.5):
            stopper.step(loss, model)
    seen.append(held(model))
    return seen


def in_place(submission, states):
    """The weight of a model after `restore`, seen through a view that was created before."""
    model = build(states[0])
    view = model[0].weight.detach()
    stopper = submission.EarlyStopping(patience=2)
    stopper.step(1.0, model)
    overwrite(model, states[1])
    stopper.restore(model)
    return view


def two_objects(submission, states):
    """Two objects with other losses and models, in alternation: their attributes, decisions and restored states."""
    models = [build(states[0]), build(states[1])]
    stoppers = [submission.EarlyStopping(patience=1), submission.EarlyStopping(patience=2, min_delta=0.5)]
    stops = [stopper.step(loss, model) for stopper, loss, model in zip(stoppers, (1.0, 3.0), models, strict=True)]
    stops += [stopper.step(loss, model) for stopper, loss, model in zip(stoppers, (2.0, 4.0), models, strict=True)]
    for model in models:
        overwrite(model, states[2])
    for stopper, model in zip(stoppers, models, strict=True):
        stopper.restore(model)
    return {
        "stop": [bool(stop) for stop in stops],
        "best losses": [stopper.best_loss for stopper in stoppers],
        "states": [values(model) for model in models],
    }


def tried(stopper, model):
    try:
        stopper.restore(model)
    except RuntimeError:
        return "RuntimeError"
    except Exception as error:  # noqa: BLE001 - its name is the answer
        return type(error).__name__
    return "nothing"


def build(state):
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.0), nn.Linear(4, 2)).double()
    model = model.to(state["0.weight"].device)
    overwrite(model, state)
    return model


def overwrite(model, state):
    """Write this state into the tensors of the model, as training does: in place."""
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(state[name])


def values(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def held(model):
    return {
        "state": values(model),
        "gradients": {name: None if p.grad is None else p.grad.clone() for name, p in model.named_parameters()},
        "requires_grad": [p.requires_grad for p in model.parameters()],
        "modes": [module.training for module in model.modules()],
    }
