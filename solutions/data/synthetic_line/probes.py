"""What the judge may ask of a submission. Runs in the worker, beside the submission: no expected value in here."""

import random

import numpy as np


def line(submission, n, b, w, noise, seed):
    """The two arrays of one call; another kind of answer comes back as it is."""
    returned = submission.make_line(n, b, w, noise, seed)
    return list(returned) if isinstance(returned, (tuple, list)) else returned


def lines_in_worlds(submission, n, b, w, noise, seed, worlds):
    """The arrays of several calls with one seed, the shared generators in another state before each."""
    results = []
    for world in worlds:
        seed_everything(world)
        results.append(list(submission.make_line(n, b, w, noise, seed)))
    return results


def lines_of_seeds(submission, n, b, w, noise, seeds):
    """The arrays of one call for each of many seeds."""
    return [list(submission.make_line(n, b, w, noise, seed)) for seed in seeds]


def draws_afterwards(submission, n, b, w, noise, seed, world):
    """What the shared generators, seeded with `world` before the call, give after it."""
    seed_everything(world)
    submission.make_line(n, b, w, noise, seed)
    return {"numpy": np.random.rand(3), "python": [random.random() for _ in range(3)]}


def seed_everything(world):
    random.seed(world)
    np.random.seed(world)
