"""You let `load_state_dict` find out about wrong shapes. It copies everything that fits before it raises, so the model
is left half old, half new; and its error is a RuntimeError. Compare the shapes first.

Cards: modules/half-loaded
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
    if len(own) != len(saved):
        raise ValueError("another number of tensors")
    model.load_state_dict(dict(zip(own, saved.values(), strict=True)))
