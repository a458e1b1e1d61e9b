"""state_dict keys and renamed weights

Build a model with named layers, count its parameters, and load weights whose keys differ. A state_dict maps names to tensors; the names
come from the structure of the model. The same layers under other names reject the weights.

Write three functions:

- `make_named(sizes)` builds an `nn.Sequential` of linear layers, with `sizes[0]` inputs and `sizes[1]` outputs and so on, `len(sizes)` ≥ 2.
  The layers have the names `layer1`, `layer2`, …; there is a ReLU between consecutive layers, and none after the last. So the state_dict
  of `make_named([3, 5, 1])` has the keys `layer1.weight`, `layer1.bias`, `layer2.weight`, `layer2.bias`, in this order.
- `count_parameters(model)` returns the number of parameter values of any module: including frozen ones, but not buffers.
- `load_renamed(model, saved)` copies weights into `model`, in place, that come from another model with the same layers in the same order
  but under other names. `saved` is that model's state_dict, including buffers. Return nothing. If the number of entries or any shape does
  not match, it raises a `ValueError` and the model is unchanged. The model keeps its own tensors: an existing optimizer
  still updates them, and `saved` never changes.

Example:

    plain = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 1))      # keys 0.weight, 0.bias, 2.weight, 2.bias
    named = make_named([3, 5, 1])
    count_parameters(named)                       # 26 = 3 · 5 + 5 + 5 · 1 + 1
    load_renamed(named, plain.state_dict())       # named(x) is now equal to plain(x)
"""

import torch
from torch import nn


def make_named(sizes: list[int]) -> nn.Sequential:
    raise NotImplementedError  # TODO: `add_module` takes the name of a layer


def count_parameters(model: nn.Module) -> int:
    raise NotImplementedError  # TODO


def load_renamed(model: nn.Module, saved: dict[str, torch.Tensor]) -> None:
    raise NotImplementedError  # TODO: the model's keys with the saved values
