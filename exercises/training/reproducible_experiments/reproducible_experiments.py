"""Reproducible experiments

Write the three functions below. They make experiments reproducible and comparable: the same seed gives the same losses, and two runs are
compared only if exactly one hyperparameter differs.

A config is a dict of numbers and strings, such as `{"seed": 0, "hidden": 8, "lr": 0.1, "n_epochs": 5}`; it may contain other keys, which
are ignored by `run`.

- `run(config, x, y)` trains a **new** model on the inputs `x` (N, F) and the targets `y` (N, 1), and returns a record, a dict with two
  keys:
  - `"config"`: a copy of the config. The record does not change if the caller changes its dict afterwards.
  - `"losses"`: a list of `n_epochs` plain floats, the loss of each epoch before its step.

  The model is `nn.Sequential(nn.Linear(F, hidden), nn.Tanh(), nn.Linear(hidden, 1))`. It is created on the CPU directly after
  `torch.manual_seed(config["seed"])` and then moved to the device of `x`. Each epoch is one step of `torch.optim.SGD` on the mean squared
  error of all samples.

  The same config gives the same losses, whatever was run before. And a run has no side effects: neither on the config, nor on the random
  numbers that the caller gets from torch after it. They are the same as without the run.
- `changed(old, new)` takes two configs and returns the **one** key that differs. A key that only one of them has also counts as different.
  Every key counts, including the seed; their order does not. If several keys differ it raises a `ValueError` that names each of them, and
  if none differs, it also raises a `ValueError`.
- `compare(old, new)` takes two records and returns a dict: `"changed"`, the key; `"old"` and `"new"`, its values (None where it is
  missing); and `"gain"`, the last loss of the old run minus that of the new one. For records whose configs differ in several keys, or in
  none, it raises the same errors as `changed`.

Neither `changed` nor `compare` modifies its arguments.

Example:

    old = {"seed": 0, "lr": 0.1}
    changed(old, {"lr": 0.2, "seed": 0})        # "lr"
    changed(old, {"seed": 1, "lr": 0.2})        # ValueError: more than one change: lr, seed
    compare({"config": old, "losses": [2.0, 1.0]}, {"config": {"seed": 0, "lr": 0.2}, "losses": [2.0, 0.75]})
    # {"changed": "lr", "old": 0.1, "new": 0.2, "gain": 0.25}
"""

import torch


def run(config: dict, x: torch.Tensor, y: torch.Tensor) -> dict:
    raise NotImplementedError  # TODO: what must be new in each run, and what else does the seed change?


def changed(old: dict, new: dict) -> str:
    raise NotImplementedError  # TODO


def compare(old: dict, new: dict) -> dict:
    raise NotImplementedError  # TODO
