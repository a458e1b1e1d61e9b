"""`p.data = value` lets the model and the saved dict share one memory: when the model learns, the saved weights change,
too. Copy the values.

Cards: modules/state-dict-live
"""

import torch
from torch import nn


def make_named(sizes: list[int]) -> nn.Sequential:
    model = nn.Sequential()
    last = len(sizes) - 1
    for number in range(1, len(sizes)):
        model.add_module(f"layer{number}", nn.Linear(sizes[number - 1], sizes[number]))
        if number < last:
            model.add_module(f"relu{number}", nn.ReLU())
    return model


def count_parameters(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


def load_renamed(model: nn.Module, saved: dict[str, torch.Tensor]) -> None:
    own = model.state_dict()
    if [value.shape for value in own.values()] != [value.shape for value in saved.values()]:
        raise ValueError("the saved weights are those of other layers")
    named = {**dict(model.named_parameters()), **dict(model.named_buffers())}
    for key, value in zip(own, saved.values(), strict=True):
        named[key].data = value
