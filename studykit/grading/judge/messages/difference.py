"""Turns a failed comparison of a suite into what was expected, what was got, and where they part."""

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.testing
import torch
import torch.testing

from studykit.grading.judge.messages.in_words import dtype_name, kind, shape, show
from studykit.grading.judge.messages.mismatch import mismatch
from studykit.grading.judge.messages.resemblance import of_shapes
from studykit.grading.judge.messages.rounding import Tolerance, are_numbers, is_sequence, pair_of, tensor_of, tolerance_of


class Difference(AssertionError):
    """An answer that is not the expected one; the message says how far off and where."""

    def __init__(self, message: str, expected: str, got: str) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.got = got


@contextmanager
def explained() -> Iterator[None]:
    """While a suite is loaded and run, `assert_close` and NumPy's comparisons raise Difference."""
    originals = [(module, name, getattr(module, name)) for module, name in _COMPARISONS]
    for module, name, original in originals:
        setattr(module, name, _explaining(original))
    try:
        yield
    finally:
        for module, name, original in originals:
            setattr(module, name, original)


_COMPARISONS: list[tuple[Any, str]] = [
    (torch.testing, "assert_close"),
    (numpy.testing, "assert_allclose"),
    (numpy.testing, "assert_array_equal"),
    (numpy.testing, "assert_equal"),
    (numpy.testing, "assert_array_almost_equal"),
    (numpy.testing, "assert_almost_equal"),
]


def _explaining(compare: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(compare)
    def comparing(actual: object, expected: object, *args: Any, **options: Any) -> None:
        __tracebackhide__ = True
        try:
            compare(actual, expected, *args, **options)
        except (AssertionError, TypeError, ValueError, RuntimeError) as error:
            tolerance = tolerance_of(compare, args, options)
            raise explain(actual, expected, lambda a, e: compare(a, e, *args, **options), tolerance, str(error)) from None

    return comparing


def explain(actual: object, expected: object, compare: Callable[[Any, Any], None], tolerance: Tolerance, fallback: str) -> Difference:
    """Find the first part of `actual` that differs, by the suite's own comparison, and describe both."""
    trail, got, wanted = _first_differing((), actual, expected, compare)
    wanted = _as_array(got, wanted, compare)
    where = _place(trail)
    return Difference((f"{where}: " if where else "") + _how(got, wanted, tolerance, fallback), show(wanted), show(got))


def _as_array(got: Any, wanted: Any, compare: Callable[[Any, Any], None]) -> Any:
    """An expected list as an array, where an array was got and the comparison does not mind: then their numbers differ, not their kind."""
    if not (isinstance(got, np.ndarray) and is_sequence(wanted)):
        return wanted
    try:
        array = np.asarray(wanted)
        compare(array, wanted)
    except Exception:  # noqa: BLE001 - whatever the comparison minds, the kinds differ
        return wanted
    return array


@dataclass(frozen=True, slots=True)
class _Branch:
    """One step down into an answer: which part of which container."""

    container: Any
    key: str | int


Trail = tuple[_Branch, ...]


def _first_differing(trail: Trail, actual: Any, expected: Any, compare: Callable[[Any, Any], None]) -> tuple[Trail, Any, Any]:
    for key, got, wanted in _parts(actual, expected):
        try:
            compare(got, wanted)
        except Exception:  # noqa: BLE001 - any comparison's complaint marks this part as the differing one
            return _first_differing((*trail, _Branch(expected, key)), got, wanted, compare)
    return trail, actual, expected


def _parts(actual: Any, expected: Any) -> list[tuple[Any, Any, Any]]:
    if are_numbers(actual) and are_numbers(expected):  # one row of numbers: what they have in common shows in the whole
        return []
    if isinstance(actual, Mapping) and isinstance(expected, Mapping) and actual.keys() == expected.keys():
        return [(key, actual[key], expected[key]) for key in expected]
    if is_sequence(actual) and is_sequence(expected) and len(actual) == len(expected):
        return [(i, got, wanted) for i, (got, wanted) in enumerate(zip(actual, expected, strict=True))]
    return []


def _place(trail: Trail) -> str:
    """Where in the answer: in a history its step and parameter, else the keys as one writes them."""
    for depth, branch in enumerate(trail):
        if _is_history(branch.container):
            before, after = _keys(trail[:depth]), trail[depth + 1 :]
            step = f"first differs at step {int(branch.key) + 1} of {len(branch.container)}"
            part = repr(after[0].key) if len(after) == 1 and isinstance(after[0].key, str) else _keys(after)
            return (f"{before}: " if before else "") + step + (f", in {part}" if part else "")
    return _keys(trail)


def _keys(trail: Trail) -> str:
    return "".join(f"[{branch.key!r}]" for branch in trail)


def _is_history(container: Any) -> bool:
    """A list of two or more dicts, or lists, of tensors, all of one form: the state after each step. A tuple is a batch, and no state."""
    if not isinstance(container, list) or len(container) < 2:
        return False
    forms = [_form(state) for state in container]
    return forms[0] is not None and all(form == forms[0] for form in forms)


def _form(state: Any) -> tuple[Any, ...] | None:
    """Keys and shapes of a state; None for what is no dict or list with tensors in it."""
    if not isinstance(state, (dict, list)):
        return None
    items = state.items() if isinstance(state, dict) else enumerate(state)
    form = tuple((key, tuple(getattr(value, "shape", ()))) for key, value in items)
    values = state.values() if isinstance(state, dict) else state
    return form if any(_is_array(value) for value in values) else None


def _how(got: Any, wanted: Any, tolerance: Tolerance, fallback: str) -> str:
    if _is_array(got) and _is_array(wanted):
        return _forms(got, wanted) or _numbers(got, wanted, tolerance) or _first_sentence(fallback)
    if kind(got) != kind(wanted) and not (isinstance(got, (int, float)) and isinstance(wanted, (int, float))):
        return f"expected {kind(wanted)}, got {kind(got)}"
    if isinstance(got, Mapping) and isinstance(wanted, Mapping) and got.keys() != wanted.keys():
        return f"expected the keys {_listed(wanted)}, got {_listed(got)}"
    return _numbers(got, wanted, tolerance) or _first_sentence(fallback)


def _numbers(got: Any, wanted: Any, tolerance: Tolerance) -> str | None:
    pair = pair_of(got, wanted)
    if pair is not None:
        return mismatch(pair, tolerance)
    if isinstance(got, (int, float)) and isinstance(wanted, (int, float)):
        return f"expected {show(wanted)}, got {show(got)}"
    return None


def _forms(got: Any, wanted: Any) -> str | None:
    """Shape, dtype or device that is not the expected one."""
    if tuple(got.shape) != tuple(wanted.shape):
        text = f"expected the shape {shape(wanted)}, got {shape(got)}"
        a, b = tensor_of(got), tensor_of(wanted)
        known = None if a is None or b is None else of_shapes(a, b)
        return f"{text}: {known}" if known else text
    if not isinstance(got, torch.Tensor) or not isinstance(wanted, torch.Tensor):
        return None
    if got.dtype != wanted.dtype:
        return f"expected the dtype {dtype_name(wanted)}, got {dtype_name(got)}"
    if got.device != wanted.device:
        return f"expected it on {wanted.device}, got it on {got.device}"
    return None


def _is_array(value: object) -> bool:
    return isinstance(value, (torch.Tensor, np.ndarray))


def _listed(keys: Mapping[Any, Any]) -> str:
    return ", ".join(map(repr, keys)) or "none"


def _first_sentence(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "not equal")
