"""Your ValueError comes after the harm is done: `load_state_dict` had already copied everything that fits when it
raised. Compare the shapes first.

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
    try:
        model.load_state_dict(dict(zip(own, saved.values(), strict=True)))
    except RuntimeError as error:
        raise ValueError("the saved weights do not fit") from error
