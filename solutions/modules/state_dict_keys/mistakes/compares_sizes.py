"""You compare the numbers of elements. A transposed matrix has as many, and what is copied by position then stands in
wrong places, or is refused too late. Compare the shapes.

Cards: modules/half-loaded, modules/linear-shape
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
    if [value.numel() for value in own.values()] != [value.numel() for value in saved.values()]:
        raise ValueError("the saved weights are those of other layers")
    with torch.no_grad():
        for mine, theirs in zip(own.values(), saved.values(), strict=True):
            mine.copy_(theirs.reshape(mine.shape))
