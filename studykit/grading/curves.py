"""Two loss curves beside each other: what a suite registers, what crosses as JSON, and how they look in a line of text each."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

WIDTH = 40  # characters
APART = 1e-3
STEPS_KEPT = 1000  # a longer run is cut there, so that a report stays small

_BLOCKS = "▁▂▃▄▅▆▇█"
_ASCII = "_.-:=+*#"
_NOT_FINITE = {"nan": "×", "inf": "↑", "-inf": "↓"}
_NOT_FINITE_ASCII = {"nan": "x", "inf": "^", "-inf": "v"}


@dataclass(frozen=True, slots=True)
class Curves:
    """A number a step, of the learner's run and of the reference."""

    got: tuple[float, ...]
    expected: tuple[float, ...]

    def as_json(self) -> dict[str, list[Any]]:
        """Lists of numbers; those that JSON cannot write are the texts "nan", "inf" and "-inf"."""
        return {"got": [_plain(x) for x in self.got], "expected": [_plain(x) for x in self.expected]}

    def first_apart(self) -> int | None:
        """The first step at which the two part by more than a thousandth of the expected size; None if there is none.

        A thousandth is too little to be seen in a curve, and more than the rounding of a training in float32.
        """
        size = max((abs(x) for x in self.expected if math.isfinite(x)), default=0.0)
        for i, (got, expected) in enumerate(zip(self.got, self.expected, strict=False)):
            if not (abs(got - expected) <= APART * size or got == expected or (math.isnan(got) and math.isnan(expected))):
                return i
        return None

    @classmethod
    def from_json(cls, fields: dict[str, list[Any]] | None) -> "Curves | None":
        """What `as_json` gave; None stays None."""
        return None if fields is None else cls(tuple(map(float, fields["got"])), tuple(map(float, fields["expected"])))


def curves_of(got: object, expected: object) -> Curves | None:
    """The curves of two lists; None if one is not a list of numbers, because a wrong answer may be anything."""
    try:
        return Curves(_numbers(got), _numbers(expected))
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None


def sparklines(curves: Curves, ascii_only: bool = False, width: int = WIDTH) -> tuple[str, str]:
    """Both curves as text, on one scale and one axis of steps; NaN and infinities keep a sign of their own."""
    steps = max(len(curves.got), len(curves.expected), 1)
    columns = min(steps, width)
    got, expected = (_columns(values, steps, columns) for values in (curves.got, curves.expected))
    finite = [x for x in (*got, *expected) if math.isfinite(x)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 0.0)
    levels, signs = (_ASCII, _NOT_FINITE_ASCII) if ascii_only else (_BLOCKS, _NOT_FINITE)
    first, second = ("".join(_character(x, low, high, levels, signs) for x in line) for line in (got, expected))
    return first, second


def legend(curves: Curves, ascii_only: bool = False) -> str | None:
    """What the signs of numbers that are not finite stand for; None if there are none."""
    signs = _NOT_FINITE_ASCII if ascii_only else _NOT_FINITE
    words = {"nan": "NaN", "inf": "infinite", "-inf": "minus infinite"}
    seen = {str(float(x)) for x in (*curves.got, *curves.expected) if not math.isfinite(x)}
    return ", ".join(f"{signs[name]} is {words[name]}" for name in words if name in seen) or None


def ends(values: Sequence[float]) -> str:
    """The first and the last number of a curve."""
    if len(values) == 1:
        return f"{values[0]:.4g}"
    return f"{values[0]:.4g} to {values[-1]:.4g} in {len(values)} steps" if values else "no step"


def _numbers(values: object) -> tuple[float, ...]:
    if isinstance(values, (str, bytes, dict)) or not isinstance(values, Iterable):
        raise TypeError(f"{type(values).__name__} is not a list of numbers")
    steps = list(islice(values, STEPS_KEPT))
    if any(isinstance(x, (str, bytes)) for x in steps):  # float("3") is a number, and a text is none
        raise TypeError("a text is no number")
    return tuple(map(float, steps))


def _plain(x: float) -> float | str:
    return x if math.isfinite(x) else str(x)


def _columns(values: Sequence[float], steps: int, columns: int) -> list[float]:
    """Each column is the mean of its steps; one number that is not finite marks its whole column, so that none is lost."""
    groups: list[list[float]] = [[] for _ in range(columns)]
    for i, x in enumerate(values):
        groups[i * columns // steps].append(x)
    return [_mean(group) for group in groups if group]


def _mean(group: list[float]) -> float:
    strange = [x for x in group if not math.isfinite(x)]
    return strange[0] if strange else sum(x / len(group) for x in group)


def _character(x: float, low: float, high: float, levels: str, signs: dict[str, str]) -> str:
    if not math.isfinite(x):
        return signs[str(x)]
    if high == low:
        return levels[len(levels) // 2]
    height = (x / 2 - low / 2) / (high / 2 - low / 2)  # halves: the range of two huge numbers is not finite
    return levels[min(int(height * len(levels)), len(levels) - 1)]
