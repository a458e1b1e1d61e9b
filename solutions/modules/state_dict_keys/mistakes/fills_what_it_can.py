"""`zip` stops at the end of the shorter list, and weights of another number go in as far as they reach. Compare the
numbers of entries as well.

Cards: modules/strict-false
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
    pairs = zip(own.values(), saved.values(), strict=False)
    if any(mine.shape != theirs.shape for mine, theirs in pairs):
        raise ValueError("other shapes")
    model.load_state_dict(dict(zip(own, saved.values(), strict=False)), strict=False)
