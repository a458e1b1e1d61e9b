"""The names in a state_dict

Saved weights are a dict, and its keys come from how the model was put together. The same layers under other names refuse them.

Write three functions:

- `make_named(sizes)` builds an `nn.Sequential` of linear layers, from `sizes[0]` numbers to `sizes[1]` and so on, `len(sizes)` ≥ 2. The
  layers have the names `layer1`, `layer2`, …; a ReLU stands between each two of them, and none after the last. So the state_dict
  of `make_named([3, 5, 1])` has the keys `layer1.weight`, `layer1.bias`, `layer2.weight`, `layer2.bias`, in this order.
- `count_parameters(model)` gives the number of single numbers in the parameters of any module: frozen ones too, buffers not.
- `load_renamed(model, saved)` puts weights into `model`, in place, that come from another model with the same layers in the same order but
  under other names. `saved` is that model's state_dict, buffers included. Nothing is returned. If the number of entries or any shape does
  not fit, it raises a `ValueError` and the model is unchanged. The model keeps its own tensors: an optimizer that was made before
  still moves them, and `saved` never changes.

Example:

    plain = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 1))      # keys 0.weight, 0.bias, 2.weight, 2.bias
    named = make_named([3, 5, 1])
    count_parameters(named)                       # 26 = 3 · 5 + 5 + 5 · 1 + 1
    load_renamed(named, plain.state_dict())       # named(x) is now equal to plain(x)
"""

import torch
from torch import nn


def make_named(sizes: list[int]) -> nn.Sequential:
    raise NotImplementedError  # TODO: `add_module` gives a layer its name


def count_parameters(model: nn.Module) -> int:
    raise NotImplementedError  # TODO


def load_renamed(model: nn.Module, saved: dict[str, torch.Tensor]) -> None:
    raise NotImplementedError  # TODO: the model's own keys, the saved values
