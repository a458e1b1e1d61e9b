"""You expect `w.detach()` to change w. It returns a new tensor, which is thrown away here, and w still requires grad.

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
    "k": False,
    "l": 9.0,
    "m": True,
    "n": False,
    "o": [1.0, 1.0],
    "p": "RuntimeError",
    "q": 8.0,
    "r": "AttributeError",
}
