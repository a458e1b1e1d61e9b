"""`assign=True` puts the saved tensors themselves into the model. An optimizer that was made before still holds the old
ones and moves nothing. Without it the values are copied.

Cards: optimisers/new-model-old-optimizer, modules/half-loaded
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
    model.load_state_dict(dict(zip(own, saved.values(), strict=True)), assign=True)
