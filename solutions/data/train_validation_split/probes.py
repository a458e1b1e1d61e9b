"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import random

import numpy as np
import torch


def parts(submission, x, y, train_fraction, seed):
    """The four arrays of one call; another kind of answer comes back as it is."""
    returned = submission.split_and_scale(x, y, train_fraction, seed)
    return list(returned) if isinstance(returned, (tuple, list)) else returned


def validation_rows(submission, x, y, train_fraction, seeds):
    """The validation part of y for each of many seeds."""
    return [submission.split_and_scale(x.copy(), y.copy(), train_fraction, seed)[3] for seed in seeds]


def parts_in_worlds(submission, x, y, train_fraction, seed, worlds):
    """The four arrays of several calls with one seed, the global generators in another state before each."""
    results = []
    for world in worlds:
        seed_everything(world)
        results.append(list(submission.split_and_scale(x.copy(), y.copy(), train_fraction, seed)))
    return results


def draws_afterwards(submission, x, y, train_fraction, seed, world):
    """What the global generators, seeded with `world` before the call, give after it."""
    seed_everything(world)
    submission.split_and_scale(x, y, train_fraction, seed)
    return {"numpy": np.random.rand(3), "python": [random.random() for _ in range(3)], "torch": torch.rand(3)}


def inputs_afterwards(submission, x, y, train_fraction, seed):
    """x and y as a call leaves them."""
    submission.split_and_scale(x, y, train_fraction, seed)
    return [x, y]


def seed_everything(world):
    random.seed(world)
    np.random.seed(world)
    torch.manual_seed(world)
