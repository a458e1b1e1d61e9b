"""Whether two answers to one call are the same but for rounding."""

import math
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
import torch

from studykit.grading.judge.calls import Failed, NotKept

# Another order of the same operations changes the last digits; mistakes differ in the first ones.
RELATIVE = 1e-4
ABSOLUTE = 1e-6
# Where large numbers cancel, or a saturated gate multiplies what is left of them, rounding is of the size of the largest number near by.
LOOSELY = 30.0
OF_THE_LARGEST = 1e-4

_LIBRARY_ATTRIBUTE = re.compile(
    r"'(NoneType|Tensor|Parameter|numpy\.\w+|float|int|bool|str|list|tuple|dict)' object has no attribute '\w+'"
)
_QUOTED = re.compile(r"'[^']*'|`[^`]*`|\"[^\"]*\"")


class Closeness(Enum):
    """How near two numbers must be: `LOOSE` allows for the rounding of badly conditioned sums, `CLOSE` for that of ordinary ones."""

    LOOSE = 1
    CLOSE = 2
    EXACT = 3


@dataclass(slots=True)
class Flat:
    """An answer as its form (kinds, keys, shapes, dtypes, texts) and its numbers in a row; `peaks` holds, for each number, the largest
    one of its tensor. Answers are compared often, and each is taken apart once."""

    form: tuple[Any, ...]
    numbers: np.ndarray
    peaks: np.ndarray


@dataclass(slots=True)
class _Parts:
    form: list[Any] = field(default_factory=list)
    arrays: list[np.ndarray] = field(default_factory=list)
    loose: list[float] = field(default_factory=list)  # Python's own numbers since the last array


def flat(answer: Any) -> Flat:
    """Take an answer apart."""
    parts = _Parts()
    _add(answer, parts)
    _close_loose(parts)
    numbers = np.concatenate(parts.arrays) if parts.arrays else np.zeros(0)
    peaks = np.concatenate([np.full(a.shape, _peak(a)) for a in parts.arrays]) if parts.arrays else np.zeros(0)
    return Flat(tuple(parts.form), numbers, peaks)


def same(got: Any, known: Any) -> bool:
    """Whether two answers are the same: kinds, shapes, dtypes, and numbers but for rounding; of failures, the errors."""
    return alike(flat(got), flat(known), Closeness.CLOSE)


def alike(got: Flat, known: Flat, closeness: Closeness) -> bool:
    """The same of answers taken apart."""
    if got.form != known.form or got.numbers.shape != known.numbers.shape:
        return False
    exact = (got.numbers == known.numbers) | (np.isnan(got.numbers) & np.isnan(known.numbers))
    if closeness is Closeness.EXACT:
        return bool(np.all(exact))
    allowed = ABSOLUTE + RELATIVE * np.abs(known.numbers)
    if closeness is Closeness.LOOSE:
        allowed = LOOSELY * allowed + OF_THE_LARGEST * known.peaks
    with np.errstate(invalid="ignore"):
        near = np.abs(got.numbers - known.numbers) <= allowed
    return bool(np.all(np.where(np.isfinite(known.numbers), near, exact)))


def distance(got: Flat, known: Flat) -> float:
    """The largest difference of two numbers, as a share of the largest number near by; infinite where the answers differ in more."""
    if got.form != known.form or got.numbers.shape != known.numbers.shape:
        return math.inf
    exact = (got.numbers == known.numbers) | (np.isnan(got.numbers) & np.isnan(known.numbers))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(exact, 0.0, np.abs(got.numbers - known.numbers) / np.maximum(got.peaks, known.peaks))
    return float(np.max(np.nan_to_num(shares, nan=math.inf), initial=0.0))


def form(answer: Any) -> Any:
    """What is left of an answer without its numbers: kinds, names, shapes and dtypes; of a failure not even its text."""
    return (answer.outcome, answer.kind) if isinstance(answer, Failed) else flat(answer).form


def _add(answer: Any, parts: _Parts) -> None:
    match answer:
        case bool() | None | str() | NotKept():
            parts.form.append(answer)
        case int() | float():
            parts.form.append("number")
            parts.loose.append(_as_float(answer))
        case torch.Tensor():
            parts.form.append(("tensor", tuple(answer.shape), str(answer.dtype)))
            _array(_plain(answer), parts)
        case np.ndarray() if answer.dtype.kind in "biufc":
            parts.form.append(("array", answer.shape, str(answer.dtype)))
            _array(answer.view(answer.real.dtype) if answer.dtype.kind == "c" else answer, parts)
        case np.ndarray():
            parts.form.append(("array", answer.shape, answer.tobytes()))
        case dict():
            parts.form.append(("dict", tuple(sorted(answer))))
            for key in sorted(answer):
                _add(answer[key], parts)
        case list() | tuple():
            parts.form.append((type(answer).__name__, len(answer)))
            for item in answer:
                _add(item, parts)
        case Failed():
            parts.form.append((answer.outcome, answer.kind, _said(answer)))
        case _:
            parts.form.append(type(answer).__name__)


def _said(failed: Failed) -> str:
    """What an exception says of its reason: not where a recursion ended, nor the learner's own names, which stand in quotes."""
    if failed.kind == "RecursionError":
        return ""
    found = _LIBRARY_ATTRIBUTE.search(failed.detail) if failed.kind == "AttributeError" else None
    return found[0] if found else _QUOTED.sub("''", failed.detail)


def _array(values: np.ndarray, parts: _Parts) -> None:
    _close_loose(parts)
    parts.arrays.append(values.astype(np.float64).ravel())


def _close_loose(parts: _Parts) -> None:
    if parts.loose:
        parts.arrays.append(np.array(parts.loose))
        parts.loose = []


def _plain(tensor: torch.Tensor) -> np.ndarray:
    tensor = tensor.detach().cpu()
    if tensor.is_complex():
        tensor = torch.view_as_real(tensor.resolve_conj())
    plain: np.ndarray = tensor.double().numpy()
    return plain


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:  # an int beyond all floats
        return math.copysign(math.inf, number)


def _peak(values: np.ndarray) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0
