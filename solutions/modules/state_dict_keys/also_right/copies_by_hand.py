"""Each tensor is copied into the model's own one; a list of pairs makes the Sequential at once."""

from collections import OrderedDict

import torch
from torch import nn


def make_named(sizes):
    parts = []
    for i, (width, next_width) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
        if i > 1:
            parts.append((f"between{i}", nn.ReLU()))
        parts.append((f"layer{i}", nn.Linear(width, next_width)))
    return nn.Sequential(OrderedDict(parts))


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
        raise ValueError("another number of tensors, or other shapes")
    with torch.no_grad():
        for a, b in zip(mine, theirs, strict=True):
            a.copy_(b)
