"""You go through `parameters()` alone. The buffers of batch norm, its running mean and variance, are in the state_dict
and stay behind.

Cards: modules/buffer
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
    learned = [value for key, value in saved.items() if "running" not in key and "num_batches" not in key]
    with torch.no_grad():
        for p, value in zip(model.parameters(), learned, strict=True):
            p.copy_(value)
