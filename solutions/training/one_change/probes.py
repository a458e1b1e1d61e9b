"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import torch


def records(submission, configs, x, y):
    """The records of several runs, one after the other, looked at when all are over."""
    return [submission.run(dict(config), x, y) for config in configs]


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


def changed(submission, old, new):
    """The key that differs."""
    return submission.changed(old, new)


def compared(submission, old, new):
    """The comparison of two records."""
    return submission.compare(old, new)


def refused(submission, name, old, new):
    """Kind and message of the error, or what was given in its place."""
    try:
        return {"given": getattr(submission, name)(old, new)}
    except Exception as error:  # noqa: BLE001 - whatever was raised, its name is the answer
        return {"error": type(error).__name__, "says": str(error)}
