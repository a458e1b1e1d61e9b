"""Exceptions as classes, numbers as ints, lists as tuples or tensors: the same answers."""

import torch

PREDICTIONS = {
    "a": 6,
    "b": torch.tensor(12.0),
    "c": RuntimeError,
    "d": torch.full((3,), 1 / 3),
    "e": RuntimeError,
    "f": None,
    "g": "RuntimeError",
    "h": 2,
    "i": "RuntimeError",
    "j": 8.0,
    "k": True,
    "l": 9,
    "m": True,
    "n": False,
    "o": (1, 1),
    "p": "RuntimeError",
    "q": 8,
    "r": AttributeError,
}
