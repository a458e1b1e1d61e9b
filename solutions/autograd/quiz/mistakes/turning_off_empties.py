"""You expect `requires_grad_(False)` to empty the gradient. `.grad` stays filled until somebody empties it.

Cards: autograd/stop-requiring
"""

PREDICTIONS = {
    "a": 6.0,
    "b": 12.0,
    "c": "RuntimeError",
    "d": [1 / 3, 1 / 3, 1 / 3],
    "e": "RuntimeError",
    "f": None,
    "g": "RuntimeError",
    "h": 2.0,
    "i": "RuntimeError",
    "j": 8.0,
    "k": True,
    "l": 9.0,
    "m": True,
    "n": False,
    "o": None,
    "p": "RuntimeError",
    "q": 8.0,
    "r": "AttributeError",
}
