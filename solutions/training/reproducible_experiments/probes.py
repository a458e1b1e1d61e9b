"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch

from studykit.grading.worker.played_device import OnesForMeta

aten = torch.ops.aten
DRAWS = {aten.uniform_.default, aten.normal_.default}


class Draws(OnesForMeta):
    """Notes on which devices random numbers are drawn."""

    def __init__(self):
        super().__init__()
        self.drawn_on = []

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        if function in DRAWS:
            self.drawn_on.append(args[0].device.type)
        return super().__torch_dispatch__(function, types, args, kwargs)


def records(submission, configs, x, y):
    """The records of several runs, one after the other, looked at when all are over."""
    return [submission.run(dict(config), x, y) for config in configs]


def types_of_the_losses(submission, config, x, y):
    """The type of the list of losses, and the types in it."""
    losses = submission.run(dict(config), x, y)["losses"]
    return [type(losses).__name__, *(type(loss).__name__ for loss in losses)]


def record_of_a_changed_config(submission, config, changes, x, y):
    """A record after the caller has changed its dict."""
    config = dict(config)
    record = submission.run(config, x, y)
    config.update(changes)
    return record


def config_afterwards(submission, config, x, y):
    """The caller's dict after a run."""
    config = dict(config)
    submission.run(config, x, y)
    return config


def drawn(submission, seed, config, x, y, count):
    """Numbers that the caller draws before and after a run."""
    torch.manual_seed(seed)
    before = torch.rand(count)
    submission.run(dict(config), x, y)
    return torch.cat([before, torch.rand(count)])


def inputs_afterwards(submission, config, x, y):
    """Rows and targets after a run."""
    x, y = x.clone(), y.clone()
    submission.run(dict(config), x, y)
    return [x, y]


def elsewhere(submission, config, n_samples, n_features, place):
    """A run on data of a simulated device: how many losses there are, and on which devices the initial weights were drawn."""
    x, y = torch.empty(n_samples, n_features, device=place), torch.empty(n_samples, 1, device=place)
    with Draws() as watch:
        record = submission.run(dict(config), x, y)
    return {"losses": len(record["losses"]), "drawn on": sorted(set(watch.drawn_on))}


def changed(submission, old, new):
    """The key that differs."""
    return submission.changed(old, new)


def compared(submission, old, new):
    """The comparison of two records."""
    return submission.compare(old, new)


def given_afterwards(submission, old, new):
    """Two records after their configs and they themselves were compared."""
    submission.changed(old["config"], new["config"])
    submission.compare(old, new)
    return [old, new]


def refused(submission, name, old, new):
    """The kind of the error and which keys its message names, or what was given instead."""
    configs = [each.get("config", each) for each in (old, new)]
    try:
        return {"given": getattr(submission, name)(old, new)}
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        kind = "ValueError" if isinstance(error, ValueError) else type(error).__name__
        return {"error": kind, "names": sorted(key for key in configs[0].keys() | configs[1].keys() if key in str(error))}
