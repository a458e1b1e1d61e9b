"""The names differ, the order of the layers does not: the first saved tensor belongs to the first key, if the shapes match."""

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
        raise ValueError("the shapes of the saved weights do not match the model")
    model.load_state_dict(dict(zip(own, saved.values())))
