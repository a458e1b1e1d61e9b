"""You expect the loop not to count. Each round records one doubling; three rounds lead from 3 to 24, and the slope is 2
· 2 · 2.

Cards: autograd/dynamic-graph
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
    "o": [1.0, 1.0],
    "p": "RuntimeError",
    "q": 2.0,
    "r": "AttributeError",
}
