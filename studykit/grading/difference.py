"""Turns a failed comparison of a suite into what was expected, what was got, and where they part."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.testing
import torch
import torch.testing

SHOWN_NUMBERS = 6


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
            raise explain(actual, expected, lambda a, e: compare(a, e, *args, **options), str(error)) from None

    return comparing


def explain(actual: object, expected: object, compare: Callable[[Any, Any], None], fallback: str) -> Difference:
    """Find the first part of `actual` that differs, by the suite's own comparison, and describe both."""
    place, got, wanted = _first_differing("", actual, expected, compare)
    where = f"{place.lstrip('.')}: " if place else ""
    return Difference(where + _how(got, wanted, fallback), show(wanted), show(got))


def show(value: object) -> str:
    """One line for a value: kind, shape, dtype and the first numbers."""
    if isinstance(value, (torch.Tensor, np.ndarray)) and value.ndim == 0:
        return f"{_g(torch.as_tensor(value))} ({str(value.dtype).removeprefix('torch.')})"
    if isinstance(value, torch.Tensor):
        head = f"tensor {_shape(value.shape)} {str(value.dtype).removeprefix('torch.')}"
        return f"{head} {_numbers(value.detach().flatten()[: SHOWN_NUMBERS + 1].tolist(), value.numel())}"
    if isinstance(value, np.ndarray):
        head = f"array {_shape(value.shape)} {value.dtype}"
        return f"{head} {_numbers(value.ravel()[: SHOWN_NUMBERS + 1].tolist(), value.size)}"
    if isinstance(value, float):
        return f"{value:.8g}"
    if isinstance(value, (list, tuple)) and len(value) > SHOWN_NUMBERS:
        return f"{type(value).__name__} of {len(value)}: {', '.join(show(item) for item in value[:3])}, …"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(show(item) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    return repr(value)[:200]


def _first_differing(place: str, actual: Any, expected: Any, compare: Callable[[Any, Any], None]) -> tuple[str, Any, Any]:
    for part, got, wanted in _parts(actual, expected):
        try:
            compare(got, wanted)
        except Exception:  # noqa: BLE001 - any comparison's complaint marks this part as the differing one
            return _first_differing(place + part, got, wanted, compare)
    return place, actual, expected


def _parts(actual: Any, expected: Any) -> list[tuple[str, Any, Any]]:
    if isinstance(actual, Mapping) and isinstance(expected, Mapping) and actual.keys() == expected.keys():
        return [(f"[{key!r}]", actual[key], expected[key]) for key in expected]
    if _is_sequence(actual) and _is_sequence(expected) and len(actual) == len(expected):
        return [(f"[{i}]", got, wanted) for i, (got, wanted) in enumerate(zip(actual, expected, strict=True))]
    return []


def _is_sequence(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _how(got: Any, wanted: Any, fallback: str) -> str:
    if isinstance(got, (int, float)) and isinstance(wanted, (int, float)):
        return f"expected {show(wanted)}, got {show(got)}"
    if not (_is_array(got) and _is_array(wanted)):
        return _first_sentence(fallback) if _kind(got) == _kind(wanted) else f"expected {_kind(wanted)}, got {_kind(got)}"
    if tuple(got.shape) != tuple(wanted.shape):
        return f"expected the shape {_shape(wanted.shape)}, got {_shape(got.shape)}"
    if got.dtype != wanted.dtype and isinstance(got, torch.Tensor):
        return f"expected {wanted.dtype}, got {got.dtype}"
    if isinstance(got, torch.Tensor) and isinstance(wanted, torch.Tensor) and got.device != wanted.device:
        return f"expected it on {wanted.device}, got it on {got.device}"
    return _first_number(got, wanted) or _first_sentence(fallback)


def _first_number(got: Any, wanted: Any) -> str | None:
    """Where the worst difference stands, and how many there are."""
    a = torch.as_tensor(np.asarray(got.cpu() if isinstance(got, torch.Tensor) else got))
    e = torch.as_tensor(np.asarray(wanted.cpu() if isinstance(wanted, torch.Tensor) else wanted))
    if not a.numel() or a.is_complex():
        return None
    gap = (a.double() - e.double()).abs().nan_to_num(nan=float("inf"), posinf=float("inf"))
    different = (gap > 0) & ~((a == e) | (a.isnan() & e.isnan()))
    if not different.any():
        return None
    at = torch.unravel_index(torch.where(different, gap, -1.0).argmax(), a.shape)
    index = ", ".join(str(int(i)) for i in at)
    numbers = f"expected {_g(e[at])}, got {_g(a[at])}"
    return f"{int(different.sum())} of {a.numel()} numbers differ, most at [{index}]: {numbers}" if a.dim() else numbers


def _g(number: torch.Tensor) -> str:
    value = number.item()
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _is_array(value: object) -> bool:
    return isinstance(value, (torch.Tensor, np.ndarray))


def _kind(value: object) -> str:
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {_shape(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {_shape(value.shape)}"
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a {type(value).__name__}"


def _first_sentence(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "not equal")


def _shape(shape: Sequence[int]) -> str:
    return str(tuple(shape))


def _numbers(first: list[Any], count: int) -> str:
    shown = [f"{x:.5g}" if isinstance(x, float) else str(x) for x in first]
    return f"[{', '.join(shown[:SHOWN_NUMBERS])}{', …' if count > SHOWN_NUMBERS else ''}]"
