"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import tempfile
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from studykit.grading.worker.played_device import OnesForMeta

aten = torch.ops.aten


def skewed(predictions, y):
    """A loss that counts a prediction that is too high three times as much as one that is too low."""
    errors = predictions - y
    return torch.maximum(3 * errors, -errors).mean()


LOSSES = {"squared": nn.MSELoss(), "skewed": skewed}


class Telltale(nn.Module):
    """Shifts what goes through in evaluation mode while autograd records."""

    def __init__(self, recording):
        super().__init__()
        self.recording = recording

    def forward(self, x):
        return x + self.recording if torch.is_grad_enabled() and not self.training else x


def fitted(
    submission,
    state,
    train,
    valid,
    lr,
    calls,
    seed=0,
    loss="squared",
    training=True,
    shuffle=False,
    dropout=0.0,
    recording=0.0,
    leftover=0.0,
):
    """Fit for as many epochs as each of the calls says: the history, the types in it, and all that the model knows at the end.

    At first all gradients are `leftover`. Before each call random numbers are drawn.
    """
    model, optimizer = parts(state, lr, dropout, recording)
    trainer = submission.Trainer(model, LOSSES[loss], optimizer, seed)
    model.train(training)
    for p in model.parameters():
        p.grad = torch.full_like(p, leftover) if leftover else None
    for number, n_epochs in enumerate(calls):
        torch.rand(number + 1)
        trainer.fit(*loaders(train, valid, shuffle), n_epochs)
    types = sorted({type(entry).__name__ for curve in trainer.history.values() for entry in curve})
    return {"history": trainer.history, "types": types, "end": values(model), "records": model(train[0]).requires_grad}


def history_at_first(submission, state):
    """The history of a trainer that has not been used."""
    model, optimizer = parts(state, 0.1)
    return submission.Trainer(model, LOSSES["squared"], optimizer).history


def by_default(submission, state, train, valid, lr, n_epochs):
    """The history of a trainer that was given no seed, in a process whose random numbers stand anywhere."""
    model, optimizer = parts(state, lr, dropout=0.5)
    trainer = submission.Trainer(model, LOSSES["squared"], optimizer)
    trainer.fit(*loaders(train, valid, shuffle=True), n_epochs)
    return trainer.history


def two_at_once(submission, states, train, valid, lr, seeds):
    """The histories of two trainers created one after the other before either was used."""
    trainers = [submission.Trainer(model, LOSSES["squared"], optimizer, seed) for (model, optimizer), seed in made(states, lr, seeds)]
    for n_epochs, trainer in enumerate(trainers, start=1):
        trainer.fit(*loaders(train, valid, shuffle=True), n_epochs)
    return [trainer.history for trainer in trainers]


def fitted_elsewhere(submission, train, valid, n_epochs, place):
    """Fit a model on a device without values to data on the CPU: how many epochs the history has then."""
    trainer = built_elsewhere(submission, train[0].dtype, place)
    with OnesForMeta():
        trainer.fit(*loaders(train, valid, shuffle=False), n_epochs)
    return [len(trainer.history[name]) for name in ("train", "valid")]


def predicted_elsewhere(submission, x, place):
    """Predict with a model on a device without values for inputs on the CPU: shape and device of the output."""
    output = built_elsewhere(submission, x.dtype, place).predict(x.cpu())
    return f"{tuple(output.shape)} on {output.device.type}"


def built_elsewhere(submission, dtype, place):
    model = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1)).to(place, dtype)
    return submission.Trainer(model, LOSSES["squared"], torch.optim.SGD(model.parameters(), lr=0.1), 0)


def predicted(submission, state, x, training, dropout=0.0, recording=0.0):
    """What a trainer predicts for a model that comes in this mode; then the modes of its modules, and whether autograd records."""
    model, optimizer = parts(state, 0.1, dropout, recording)
    trainer = submission.Trainer(model, LOSSES["squared"], optimizer, 0)
    model.train(training)
    output = trainer.predict(x.cpu())
    modes = [module.training for module in model.modules()]
    seen = {"output": output, "has a graph": output.requires_grad, "modes": modes, "state": values(model)}
    return {**seen, "records": model.eval()(x).requires_grad}


def read_safely(submission, state):
    """What becomes of a saved file when it is read as plain data alone: "read", or the kind of error."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.pt"
        model, optimizer = parts(state, 0.1)
        submission.Trainer(model, LOSSES["squared"], optimizer, 0).save(path)
        # What the submission has declared safe does not count. By its name: torch's default was another one before 2.6.
        torch.serialization.clear_safe_globals()
        try:
            torch.load(path, weights_only=True)
        except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
            return type(error).__name__
    return "read"


def around_a_save(submission, state, train, valid, lr, training):
    """History, state and gradients before and after a save, between two steps; and the modes of the model's modules after it."""
    with tempfile.TemporaryDirectory() as folder:
        model, optimizer = parts(state, lr, dropout=0.5)
        trainer = submission.Trainer(model, LOSSES["squared"], optimizer, 0)
        trainer.fit(*loaders(train, valid, shuffle=True), 1)
        model.train(training)
        before = snapshot(trainer, model)
        trainer.save(Path(folder) / "run.pt")
        after = snapshot(trainer, model)
    return {"before": before, "after": after, "modes": [module.training for module in model.modules()]}


def snapshot(trainer, model):
    gradients = {name: None if p.grad is None else p.grad.clone() for name, p in model.named_parameters()}
    return {"history": copied(trainer.history), "state": values(model), "gradients": gradients}


def broken_off(submission, states, train, valid, lr, before, after, seed):
    """Train, save, and go on twice: with a new trainer, which has made an epoch of its own with other settings, and with the old one.

    The file gets another name before it is loaded.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, moved = Path(folder) / "run.pt", Path(folder) / "old" / "moved.pt"
        old_model, optimizer = parts(states[0], lr, dropout=0.5)
        old = submission.Trainer(old_model, LOSSES["squared"], optimizer, seed)
        old.fit(*loaders(train, valid, shuffle=True), before)
        saved = values(old_model)
        old.save(path)
        moved.parent.mkdir()
        path.rename(moved)
        new_model, optimizer = parts(states[1], 10 * lr, dropout=0.5)
        new = submission.Trainer(new_model, LOSSES["squared"], optimizer, seed + 100)
        new.fit(*loaders(train, valid, shuffle=True), 1)
        new.load(moved)
        loaded = {"history": copied(new.history), "state": values(new_model)}
        ends = []
        for trainer, model in ((new, new_model), (old, old_model)):
            trainer.fit(*loaders(train, valid, shuffle=True), after)
            ends.append({"history": trainer.history, "state": values(model)})
    return {"saved": saved, "loaded": loaded, "resumed": ends[0], "unbroken": ends[1]}


def made(states, lr, seeds):
    return [(parts(state, lr, dropout=0.5), seed) for state, seed in zip(states, seeds, strict=True)]


def parts(state, lr, dropout=0.0, recording=0.0):
    """A model with these weights, with batch norm and dropout if the state has batch norm, and Adam for it."""
    norm = [nn.BatchNorm1d(6), nn.Dropout(dropout)] if "1.weight" in state else [nn.Identity(), nn.Identity()]
    last = [Telltale(recording)] if recording else []
    model = nn.Sequential(nn.Linear(3, 6), *norm, nn.Tanh(), nn.Linear(6, 1), *last).to(state["0.weight"])
    model.load_state_dict(state)
    return model, torch.optim.Adam(model.parameters(), lr=lr)


def loaders(train, valid, shuffle):
    """Batches that lie on the CPU, wherever the model is."""
    sets = [TensorDataset(*(part.cpu() for part in data)) for data in (train, valid)]
    return DataLoader(sets[0], batch_size=4, shuffle=shuffle), DataLoader(sets[1], batch_size=3)


def values(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def copied(history):
    return {name: list(curve) for name, curve in history.items()}
