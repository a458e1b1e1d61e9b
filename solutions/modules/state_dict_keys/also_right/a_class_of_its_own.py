"""A subclass of Sequential, a count from the shapes, and a dict from new names to old ones."""

import math

from torch import nn


class Named(nn.Sequential):
    def __init__(self, sizes):
        super().__init__()
        for i in range(len(sizes) - 1):
            if i:
                setattr(self, f"relu{i}", nn.ReLU())
            setattr(self, f"layer{i + 1}", nn.Linear(sizes[i], sizes[i + 1]))


def make_named(sizes):
    return Named(sizes)


def count_parameters(model):
    return sum(math.prod(p.shape) for p in model.parameters())


def load_renamed(model, saved):
    keys = list(model.state_dict().keys())
    if len(keys) != len(saved):
        raise ValueError(f"{len(saved)} tensors for {len(keys)} keys")
    old_names = dict(zip(keys, saved, strict=True))
    for new, old in old_names.items():
        if model.state_dict()[new].shape != saved[old].shape:
            raise ValueError(f"the shape of {old} does not match {new}")
    model.load_state_dict({new: saved[old].clone() for new, old in old_names.items()}, strict=True)
