"""Questions that you leave open count as wrong. A guess that torch proves wrong teaches more than three dots.

Cards: autograd/what-autograd-does
"""

PREDICTIONS = {
    "a": 6.0,
    "b": 12.0,
    "c": "RuntimeError",
    "d": [1 / 3, 1 / 3, 1 / 3],
    "e": "RuntimeError",
    "f": None,
    "g": ...,
    "h": ...,
    "i": ...,
    "j": ...,
    "k": ...,
    "l": ...,
    "m": ...,
    "n": ...,
    "o": ...,
    "p": ...,
    "q": ...,
    "r": ...,
}
