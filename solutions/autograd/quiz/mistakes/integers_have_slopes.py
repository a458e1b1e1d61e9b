"""You expect a tensor of integers to take `requires_grad=True`. Only floating point and complex tensors can: an integer
can not move a little.

Cards: autograd/integers-have-no-gradient
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
    "p": None,
    "q": 8.0,
    "r": "AttributeError",
}
