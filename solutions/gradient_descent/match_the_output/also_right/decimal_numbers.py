"""The pattern also matches whole names, so none of their digits is left; `Decimal` keeps the number of decimals."""

import re
from decimal import Decimal


def decimals(text):
    numbers = []
    for word in re.findall(r"[A-Za-z_][\w.]*|[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?", re.sub(r"'[^']*'|\"[^\"]*\"", "''", text)):
        if not (word[0].isalpha() or word[0] == "_"):
            numbers.append(Decimal(word))
    return numbers


def read_numbers(text):
    return [float(number) for number in decimals(text)]


def agrees(text, values):
    numbers = decimals(text)
    if len(numbers) != len(values):
        return False
    half = [Decimal((0, (5,), number.as_tuple().exponent - 1)) for number in numbers]
    return all(
        abs(Decimal(value) - number) <= h + abs(number) * Decimal("1e-12") for value, number, h in zip(values, numbers, half, strict=True)
    )


def made_by(text, candidates):
    return list(filter(lambda name: agrees(text, candidates[name]), candidates))
