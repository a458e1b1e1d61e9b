"""Names are eaten whole, so that none of their digits is left, and `Decimal`, which remembers how a number was written."""

import re
from decimal import Decimal


def written(text):
    found = []
    for word in re.findall(r"[A-Za-z_][\w.]*|[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?", re.sub(r"'[^']*'|\"[^\"]*\"", "''", text)):
        if not (word[0].isalpha() or word[0] == "_"):
            found.append(Decimal(word))
    return found


def read_numbers(text):
    return [float(number) for number in written(text)]


def agrees(text, values):
    numbers = written(text)
    if len(numbers) != len(values):
        return False
    half = [Decimal((0, (5,), number.as_tuple().exponent - 1)) for number in numbers]
    return all(
        abs(Decimal(value) - number) <= h + abs(number) * Decimal("1e-12") for value, number, h in zip(values, numbers, half, strict=True)
    )


def made_by(text, candidates):
    return list(filter(lambda name: agrees(text, candidates[name]), candidates))
