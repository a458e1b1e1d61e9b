"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import tempfile
from pathlib import Path

import torch
from torch import nn


def two_groups(model, lr):
    return torch.optim.Adam([{"params": model[0].parameters()}, {"params": model[1:].parameters(), "lr": 3 * lr}], lr=lr)


OPTIMIZERS = {
    "Adam": lambda model, lr: torch.optim.Adam(model.parameters(), lr=lr),
    "SGD with momentum": lambda model, lr: torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9),
    "Adam with two groups": two_groups,
}


def interrupted(submission, optimizer, states, batches, lr, break_after):
    """Train, save, and go on with a new model and a new optimizer: weights after each step.

    The second model starts from other weights and another learning rate. The file gets another name in between.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, moved = Path(folder) / "run.pt", Path(folder) / "old" / "moved.pt"
        model, stepper = build(states[0], batches, optimizer, lr)
        history = [step(model, stepper, *batch) for batch in batches[:break_after]]
        submission.save(path, model, stepper, break_after)
        moved.parent.mkdir()
        path.rename(moved)
        model, stepper = build(states[1], batches, optimizer, 10 * lr)
        submission.resume(moved, model, stepper)
        return history + [step(model, stepper, *batch) for batch in batches[break_after:]]


def brought_back(submission, states, batches, lr, epoch):
    """Save after two steps and resume in a new model and optimizer: the epoch that came back, and what model and optimizer held and hold.

    `seen through a view` are the initial weights of the new model, through a tensor that was taken from them before.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.pt"
        old = build(states[0], batches, "Adam", lr)
        for batch in batches[:2]:
            step(*old, *batch)
        submission.save(path, *old, epoch)
        new = build(states[1], batches, "Adam", 10 * lr)
        view = new[0][0].weight.detach()
        back = submission.resume(path, *new)
    return {"epoch": back, "saved": held(*old), "resumed": held(*new), "seen through a view": view}


def read_safely(submission, states, batches, lr):
    """What becomes of a saved file when it is read as plain data alone: "read", or the kind of error."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.pt"
        submission.save(path, *build(states[0], batches, "Adam", lr), 1)
        # What the submission has declared safe does not count. By its name: torch's default was another one before 2.6.
        torch.serialization.clear_safe_globals()
        try:
            torch.load(path, weights_only=True)
        except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
            return type(error).__name__
    return "read"


def around_a_save(submission, states, batches, lr, training):
    """What model and optimizer hold before and after a save, between a step and the next, gradients included; and the modes after it."""
    with tempfile.TemporaryDirectory() as folder:
        model, optimizer = build(states[0], batches, "Adam", lr)
        step(model, optimizer, *batches[0])
        model.train(training)
        before = {**held(model, optimizer), "gradients": gradients(model)}
        submission.save(Path(folder) / "run.pt", model, optimizer, 1)
        after = {**held(model, optimizer), "gradients": gradients(model)}
    return {"before": before, "after": after, "modes": [module.training for module in model.modules()]}


def two_files(submission, states, batches, lr):
    """Save two trainings to two files, the first of them twice: what each file gives back, as epoch and weights."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("first.pt", "second.pt")]
        for path, state, epoch in zip([*paths, paths[0]], [states[0], states[1], states[2]], (1, 2, 3), strict=True):
            submission.save(path, *build(state, batches, "Adam", lr), epoch)
        seen = []
        for path in paths:
            model, optimizer = build(states[3], batches, "Adam", lr)
            seen.append({"epoch": submission.resume(path, model, optimizer), "weights": values(model)})
    return seen


def in_which_mode(submission, states, batches, lr, saved_in_training, training):
    """The output for a batch of a resumed model, and its modes; it was saved in one mode and resumed in a model of another one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.pt"
        model, optimizer = build(states[0], batches, "Adam", lr)
        model.train(saved_in_training)
        submission.save(path, model, optimizer, 0)
        model, optimizer = build(states[1], batches, "Adam", lr)
        model.train(training)
        submission.resume(path, model, optimizer)
        return {"output": model(batches[0][0]).detach(), "modes": [module.training for module in model.modules()]}


def snapshots(submission, states, batches, lr):
    """A snapshot and what becomes of it: after a step, and twice after it was loaded and a step was made; and the model after each load."""
    model, optimizer = build(states[0], batches, "Adam", lr)
    taken = submission.snapshot(model)
    step(model, optimizer, *batches[0])
    seen, loaded = [copied(taken)], []
    for batch in batches[1:3]:
        model.load_state_dict(taken)
        loaded.append(values(model))
        step(model, optimizer, *batch)
        seen.append(copied(taken))
    return {"snapshots": seen, "loaded": loaded, "is a dict": isinstance(taken, dict)}


def two_snapshots(submission, states, batches, lr):
    """Two snapshots, before and after a step, looked at when both are taken; and the state that the model had at both times."""
    model, optimizer = build(states[0], batches, "Adam", lr)
    taken, states = [submission.snapshot(model)], [values(model)]
    step(model, optimizer, *batches[0])
    taken.append(submission.snapshot(model))
    states.append(values(model))
    return {"snapshots": [copied(each) for each in taken], "states": states}


def build(state, batches, optimizer, lr):
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 1)).to(batches[0][0])
    model.load_state_dict(state)
    return model, OPTIMIZERS[optimizer](model, lr)


def step(model, optimizer, x, y):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
    return values(model)


def held(model, optimizer):
    """The state of the model, what the optimizer remembers of each parameter, and its learning rates."""
    memory = [{key: torch.as_tensor(value).clone() for key, value in optimizer.state[p].items()} for p in model.parameters()]
    return {"model": values(model), "memory": memory, "learning rates": [group["lr"] for group in optimizer.param_groups]}


def gradients(model):
    return {name: None if p.grad is None else p.grad.clone() for name, p in model.named_parameters()}


def values(model):
    return copied(model.state_dict())


def copied(state):
    return {name: value.detach().clone() for name, value in state.items()}
