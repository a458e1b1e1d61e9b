"""The text of a number gives its value and its number of decimals; the rest of the text is ignored."""

import re

QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?(\d*)|\.(\d+))(?:[eE]([-+]?\d+))?(?!\w)")


def read_numbers(text: str) -> list[float]:
    return [float(match.group()) for match in printed(text)]


def agrees(text: str, values: list[float]) -> bool:
    numbers = printed(text)
    return len(numbers) == len(values) and all(is_near(match, value) for match, value in zip(numbers, values))


def made_by(text: str, candidates: dict[str, list[float]]) -> list[str]:
    return [name for name, values in candidates.items() if agrees(text, values)]


def printed(text: str) -> list[re.Match[str]]:
    return list(NUMBER.finditer(QUOTED.sub(" ", text)))


def is_near(match: re.Match[str], value: float) -> bool:
    number, decimals = float(match.group()), len(match.group(1) or match.group(2) or "")
    unit = 10.0 ** (int(match.group(3) or 0) - decimals)
    return abs(value - number) <= 0.5 * unit + 1e-12 * abs(number)
