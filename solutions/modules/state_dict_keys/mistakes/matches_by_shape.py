"""You look for the first saved tensor of the right shape. Layers of equal shape then all get the weights of the first
one. The order tells them apart.

Cards: modules/sequential-keys
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
    fitting = {key: next(v for v in saved.values() if v.shape == value.shape) for key, value in own.items()}
    model.load_state_dict(fitting)
