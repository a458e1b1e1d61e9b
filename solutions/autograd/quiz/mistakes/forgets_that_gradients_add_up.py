"""You expect `backward()` to replace what is in `.grad`. It adds: two times 6 are 12.

Cards: autograd/accumulates
"""

PREDICTIONS = {
    "a": 6.0,
    "b": 6.0,
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
    "o": [1.0, 1.0],
    "p": "RuntimeError",
    "q": 8.0,
    "r": "AttributeError",
}
