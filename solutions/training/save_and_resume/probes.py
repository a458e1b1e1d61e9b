"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import tempfile
from pathlib import Path

import torch
from torch import nn

OPTIMIZERS = {"adam": torch.optim.Adam, "momentum": lambda params, lr: torch.optim.SGD(params, lr=lr, momentum=0.9)}


def interrupted(submission, kind, states, batches, lr, break_after):
    """Train, save, and go on with a new model and a new optimizer: weights after each step, and the epoch that came back.

    The second model starts from other weights and another learning rate. The saved file is read as anybody would read it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.pt"
        model, optimizer = build(states[0], batches, kind, lr)
        history = [step(model, optimizer, *batch) for batch in batches[:break_after]]
        submission.save(path, model, optimizer, break_after)
        torch.load(path)
        model, optimizer = build(states[1], batches, kind, 10 * lr)
        epoch = submission.resume(path, model, optimizer)
        history += [step(model, optimizer, *batch) for batch in batches[break_after:]]
    return {"epoch": epoch, "history": history}


def goes_on(submission, states, batches, lr, training):
    """Save after the first step and make the second one with the same model: its weights, and its output for the first batch."""
    with tempfile.TemporaryDirectory() as folder:
        model, optimizer = build(states[0], batches, "adam", lr)
        step(model, optimizer, *batches[0])
        model.train(training)
        submission.save(Path(folder) / "run.pt", model, optimizer, 1)
        output = model(batches[0][0]).detach()
        model.train()
        return {"output": output, "weights": step(model, optimizer, *batches[1])}


def two_files(submission, states, batches, lr):
    """Save two trainings to two files, the first of them twice: what each file gives back, as epoch and weights."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("first.pt", "second.pt")]
        for path, state, epoch in zip([*paths, paths[0]], [states[0], states[1], states[2]], (1, 2, 3), strict=True):
            submission.save(path, *build(state, batches, "adam", lr), epoch)
        seen = []
        for path in paths:
            model, optimizer = build(states[3], batches, "adam", lr)
            seen.append({"epoch": submission.resume(path, model, optimizer), "weights": values(model)})
    return seen


def evaluated(submission, states, batches, lr, training):
    """Output for a batch of a resumed model, in the mode that it had before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.pt"
        model, optimizer = build(states[0], batches, "adam", lr)
        submission.save(path, model, optimizer, 0)
        model, optimizer = build(states[1], batches, "adam", lr)
        model.train(training)
        submission.resume(path, model, optimizer)
        return model(batches[0][0]).detach()


def snapshots(submission, states, batches, lr):
    """A snapshot and what becomes of it: after steps, after it was loaded, and after more steps; and the model that it was loaded into."""
    model, optimizer = build(states[0], batches, "adam", lr)
    taken = submission.snapshot(model)
    step(model, optimizer, *batches[0])
    seen = [copied(taken)]
    model.load_state_dict(taken)
    loaded = values(model)
    step(model, optimizer, *batches[1])
    return {"snapshots": [*seen, copied(taken)], "loaded": loaded}


def build(state, batches, kind, lr):
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 1)).to(batches[0][0])
    model.load_state_dict(state)
    return model, OPTIMIZERS[kind](model.parameters(), lr=lr)


def step(model, optimizer, x, y):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
    return values(model)


def values(model):
    return copied(model.state_dict())


def copied(state):
    return {name: value.detach().clone() for name, value in state.items()}
