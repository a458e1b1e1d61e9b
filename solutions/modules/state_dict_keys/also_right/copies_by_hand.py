"""Each tensor is copied into the model's own tensor; an OrderedDict builds the Sequential."""

from collections import OrderedDict

import torch
from torch import nn


def make_named(sizes):
    layers = []
    for i, (width, next_width) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
        if i > 1:
            layers.append((f"between{i}", nn.ReLU()))
        layers.append((f"layer{i}", nn.Linear(width, next_width)))
    return nn.Sequential(OrderedDict(layers))


def count_parameters(model):
    total = 0
    for _, p in model.named_parameters():
        count = 1
        for length in p.shape:
            count *= length
        total += count
    return total


def load_renamed(model, saved):
    mine, theirs = list(model.state_dict().values()), list(saved.values())
    if len(mine) != len(theirs) or any(a.shape != b.shape for a, b in zip(mine, theirs, strict=True)):
        raise ValueError("the number of tensors or a shape does not match")
    with torch.no_grad():
        for a, b in zip(mine, theirs, strict=True):
            a.copy_(b)
