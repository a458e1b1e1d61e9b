"""Whether a picture shows the same of the learner's code as of the reference, and in words what is different where it does not."""

from collections.abc import Mapping
from typing import Any

from studykit.visuals.numbers import agree

SAME = "This picture looks the same with your code and with the reference; the failing requirement is about something else"

BY_CHANCE = (
    "Your code's picture differs from the reference no more than other random numbers would make it; the failing requirement is about "
    "something else"
)


def nothing_shown(yours: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """What a picture says that cannot show what is wrong of an answer."""
    return SAME if agree(yours, right) else BY_CHANCE


def difference(yours: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """What is different in recorded numbers: the first part that is, by its name."""
    for name, expected in right.items():
        own = yours.get(name)
        if not agree(own, expected):
            return f"Your code's picture differs from the reference in '{name.replace('_', ' ')}'{_how(own, expected)}"
    return "Your code's picture differs from the reference"


def _how(own: Any, expected: Any) -> str:
    if _is_number(own) and _is_number(expected):
        return f": {own:.4g}; the reference gives {expected:.4g}"
    pair = (_flat(own), _flat(expected))
    if len(pair[0]) != len(pair[1]):
        return f": {len(pair[0])} values; the reference gives {len(pair[1])}"
    wrong = sum(not agree(a, b) for a, b in zip(*pair, strict=True))
    return f": {wrong} of {len(pair[1])} values" if wrong else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _flat(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [part for each in value.values() for part in _flat(each)]
    return [part for each in value for part in _flat(each)] if isinstance(value, list | tuple) else [value]
