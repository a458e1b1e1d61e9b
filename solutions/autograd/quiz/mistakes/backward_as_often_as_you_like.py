"""You expect a second `backward()` on the same loss to work. The first one frees what the graph has saved.

Cards: autograd/backward-twice
"""

PREDICTIONS = {
    "a": 6.0,
    "b": 12.0,
    "c": 12.0,
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
