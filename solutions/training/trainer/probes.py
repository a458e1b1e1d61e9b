"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import tempfile
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

LOSSES = {"squared": nn.MSELoss, "absolute": nn.L1Loss}


class Telltale(nn.Module):
    """Shifts what goes through in evaluation mode while autograd records."""

    def forward(self, x):
        return x + 50.0 if torch.is_grad_enabled() and not self.training else x


def fitted(submission, state, train, valid, lr, calls, seed, loss="squared", mode=True):
    """Fit for as many epochs as each of the calls says: the history, and all that the model knows at the end."""
    trainer = build(submission, state, lr, seed, loss)
    trainer.model.train(mode)
    for n_epochs in calls:
        trainer.fit(*loaders(train, valid), n_epochs)
    types = [type(entry).__name__ for curve in trainer.history.values() for entry in curve]
    return {"history": trainer.history, "types": types, "end": values(trainer.model)}


def by_default(submission, state, train, valid, lr, n_epochs):
    """The history of a trainer that was given no seed, in a process whose random numbers stand anywhere."""
    model, optimizer = parts(state, lr)
    trainer = submission.Trainer(model, nn.MSELoss(), optimizer)
    trainer.fit(*loaders(train, valid), n_epochs)
    return trainer.history


def broken_off(submission, states, train, valid, lr, before, after, seed):
    """Train, save, and go on twice: with a new trainer, which has made an epoch of its own with other settings, and with the old one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.pt"
        old = build(submission, states[0], lr, seed)
        old.fit(*loaders(train, valid), before)
        old.save(path)
        torch.load(path)
        new = build(submission, states[1], 10 * lr, seed + 100)
        new.fit(*loaders(train, valid), 1)
        new.load(path)
        loaded = {"history": copied(new.history), "state": values(new.model)}
        for trainer in (new, old):
            trainer.fit(*loaders(train, valid), after)
    return {"loaded": loaded, "ends": [{"history": trainer.history, "state": values(trainer.model)} for trainer in (new, old)]}


def predicted(submission, state, x, training):
    """What a trainer predicts for a model that comes in this mode, what the model says afterwards, and its state."""
    trainer = build(submission, state, 0.1, 0)
    trainer.model.train(training)
    output = trainer.predict(x.cpu())
    torch.manual_seed(0)
    afterwards = trainer.model(x).detach()
    return {"output": output, "afterwards": afterwards}


def two_at_once(submission, states, train, valid, lr, seeds):
    """The histories of two trainers that were made one after the other before either was used."""
    trainers = [build(submission, state, lr, seed) for state, seed in zip(states, seeds, strict=True)]
    for n_epochs, trainer in enumerate(trainers, start=1):
        trainer.fit(*loaders(train, valid), n_epochs)
    return [trainer.history for trainer in trainers]


def build(submission, state, lr, seed, loss="squared"):
    model, optimizer = parts(state, lr)
    return submission.Trainer(model, LOSSES[loss](), optimizer, seed)


def parts(state, lr):
    layers = nn.Linear(3, 6), nn.BatchNorm1d(6), nn.Dropout(0.5), nn.Tanh(), nn.Linear(6, 1), Telltale()
    model = nn.Sequential(*layers).to(state["0.weight"])
    model.load_state_dict(state)
    return model, torch.optim.Adam(model.parameters(), lr=lr)


def loaders(train, valid):
    """Batches that lie on the CPU, wherever the model is."""
    sets = [TensorDataset(*(part.cpu() for part in rows)) for rows in (train, valid)]
    return DataLoader(sets[0], batch_size=4, shuffle=True), DataLoader(sets[1], batch_size=3)


def values(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def copied(history):
    return {name: list(curve) for name, curve in history.items()}
