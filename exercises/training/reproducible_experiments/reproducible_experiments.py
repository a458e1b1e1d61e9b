"""One change at a time

An experiment tells something only if it can be repeated, and only if one thing was changed. A seed, a fresh model and a strict comparison
are all the equipment it takes.

A config is a dict of numbers and text, such as `{"seed": 0, "hidden": 8, "lr": 0.1, "n_epochs": 5}`; it may have more keys, which concern
others. Write three functions:

- `run(config, x, y)` trains a **new** model on the rows `x` (N, F) and the targets `y` (N, 1), and returns a record, a dict with two keys:
  - `"config"`: a copy of the config. Whatever the caller does to its dict afterwards, the record stays.
  - `"losses"`: a list of `n_epochs` plain floats, the loss of each epoch from before its step.

  The model is `nn.Sequential(nn.Linear(F, hidden), nn.Tanh(), nn.Linear(hidden, 1))`. It is made on the CPU straight after
  `torch.manual_seed(config["seed"])` and then moved to the device of `x`. Each epoch is one step of `torch.optim.SGD` on the mean squared
  error of all rows.

  The same config gives the same losses, whatever was run before. And a run leaves no trace: neither in the config, nor in the random
  numbers that the caller draws from torch after it. They are the ones that it would have drawn without the run.
- `changed(old, new)` takes two configs and returns the **one** key that differs. A key that only one of them has differs, too. Every
  key counts, the seed as well; their order does not. If several keys differ it raises a `ValueError` that names each of them, and if none
  does, a `ValueError` as well.
- `compare(old, new)` takes two records and returns a dict: `"changed"`, the key; `"old"` and `"new"`, its values (None where it is
  missing); and `"gain"`, the last loss of the old run minus that of the new. Records whose configs differ in several keys, or in none, it
  refuses as `changed` does.

Neither `changed` nor `compare` changes what it is given.

Example:

    old = {"seed": 0, "lr": 0.1}
    changed(old, {"lr": 0.2, "seed": 0})        # "lr"
    changed(old, {"seed": 1, "lr": 0.2})        # ValueError: more than one change: lr, seed
    compare({"config": old, "losses": [2.0, 1.0]}, {"config": {"seed": 0, "lr": 0.2}, "losses": [2.0, 0.75]})
    # {"changed": "lr", "old": 0.1, "new": 0.2, "gain": 0.25}
"""

import torch


def run(config: dict, x: torch.Tensor, y: torch.Tensor) -> dict:
    raise NotImplementedError  # TODO: what is made anew, and what does the seed change besides?


def changed(old: dict, new: dict) -> str:
    raise NotImplementedError  # TODO


def compare(old: dict, new: dict) -> dict:
    raise NotImplementedError  # TODO
