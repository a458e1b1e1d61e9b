"""Some answers are computed with torch."""

import torch


def gradient(function, at):
    w = torch.tensor(at, requires_grad=True)
    function(w).backward()
    return w.grad.item()


PREDICTIONS = {
    "a": gradient(lambda w: w**2, 3.0),
    "b": 2 * gradient(lambda w: w**2, 3.0),
    "c": "RuntimeError",
    "d": [0.33333] * 3,
    "e": "RuntimeError",
    "f": None,
    "g": "RuntimeError",
    "h": 2.0,
    "i": "RuntimeError",
    "j": 2 * (3.0 + 1),
    "k": True,
    "l": 9.0,
    "m": True,
    "n": False,
    "o": [1.0, 1.0],
    "p": "RuntimeError",
    "q": gradient(lambda w: 8 * w, 3.0),
    "r": "AttributeError",
}
