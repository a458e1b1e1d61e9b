"""You expect in-place changes to work everywhere. On a leaf that requires grad, and where backward needs the overwritten
value, they are RuntimeErrors.

Cards: autograd/in-place-leaf, autograd/in-place-saved
"""

PREDICTIONS = {
    "a": 6.0,
    "b": 12.0,
    "c": "RuntimeError",
    "d": [1 / 3, 1 / 3, 1 / 3],
    "e": "RuntimeError",
    "f": None,
    "g": 4.0,
    "h": 2.0,
    "i": 2.718281828,
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
