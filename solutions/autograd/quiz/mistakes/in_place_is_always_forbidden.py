"""You expect every in-place change to fail. It fails on a leaf that requires grad, and where backward needs the old
value. `2 * x` does not need its own result; `x.exp()` does.

Cards: autograd/in-place-saved
"""

PREDICTIONS = {
    "a": 6.0,
    "b": 12.0,
    "c": "RuntimeError",
    "d": [1 / 3, 1 / 3, 1 / 3],
    "e": "RuntimeError",
    "f": None,
    "g": "RuntimeError",
    "h": "RuntimeError",
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
