"""You expect the change through `.data` to be harmless: 6, the slope at 3, or an error. `.data` hides the change from
autograd, so backward computes with the new value, 2 · 4, and says nothing.

Cards: autograd/data-hides-the-change
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
    "j": 6.0,
    "k": True,
    "l": 9.0,
    "m": True,
    "n": False,
    "o": [1.0, 1.0],
    "p": "RuntimeError",
    "q": 8.0,
    "r": "AttributeError",
}
