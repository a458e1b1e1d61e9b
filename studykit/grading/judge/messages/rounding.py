"""What rounding explains: how far numbers of a precision may part although both are right, and which ones part further."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch

# A sum of n numbers drifts by about sqrt(n) roundings: 64 stand for a sum of 4,000 numbers, or for some dozen operations one after another.
WITHIN_ROUNDING = 64
# Coarser numbers than this (float16, bfloat16) agree with too much by chance to be called the same.
COARSEST = 1e-4

_FLOAT32_EPS = float(torch.finfo(torch.float32).eps)
# torch.testing.assert_close documents these defaults: (rtol, atol).
_DEFAULTS = {torch.float16: (1e-3, 1e-5), torch.bfloat16: (1.6e-2, 1e-5), torch.float32: (1.3e-6, 1e-5), torch.float64: (1e-7, 1e-7)}


@dataclass(frozen=True)
class Pair:
    """Numbers to compare: two tensors of one shape on the CPU, `eps` the step of their precision at 1, 0 for integers and truth values."""

    got: Any
    wanted: Any
    eps: float


@dataclass(frozen=True)
class Tolerance:
    """What a suite's comparison lets pass; None is torch's default for the dtype."""

    rtol: float | None = 0.0
    atol: float | None = 0.0

    def exceeded(self, pair: Pair) -> Any:
        """True where the two numbers part by more than this."""
        rtol, atol = self._of(pair.wanted.dtype)
        allowed = atol + rtol * pair.wanted.double().abs()
        return ~same(pair) & ~(gap(pair) <= allowed.nan_to_num(nan=0.0, posinf=0.0))

    def near(self, pair: Pair) -> float:
        """How far two numbers may part, relative to their size, to be called the same: by rounding, or as the suite allows it."""
        rtol, atol = self._of(pair.wanted.dtype)
        size = usual_size(pair.wanted)
        return min(max(WITHIN_ROUNDING * pair.eps, rtol + (atol / size if size else 0.0)), COARSEST) if pair.eps else 0.0

    def _of(self, dtype: Any) -> tuple[float, float]:
        rtol, atol = _DEFAULTS.get(dtype, (0.0, 0.0))
        return rtol if self.rtol is None else self.rtol, atol if self.atol is None else self.atol


_signature = cache(inspect.signature)


def tolerance_of(compare: Callable[..., None], args: tuple[Any, ...], options: dict[str, Any]) -> Tolerance:
    """The tolerance with which `compare(actual, expected, *args, **options)` compares; none at all where it has no such argument."""
    try:
        given = _signature(compare).bind(None, None, *args, **options)
    except (TypeError, ValueError):
        return Tolerance()
    given.apply_defaults()
    if "decimal" in given.arguments:
        return Tolerance(0.0, 1.5 * 10.0 ** -given.arguments["decimal"])
    return Tolerance(given.arguments.get("rtol", 0.0), given.arguments.get("atol", 0.0))


def pair_of(got: object, wanted: object) -> Pair | None:
    """Two tensors, arrays, numbers or flat lists of numbers as a pair; None if they are no real numbers of one shape."""
    a, b = tensor_of(got), tensor_of(wanted)
    if a is None or b is None or a.shape != b.shape or not a.numel() or a.is_complex() or b.is_complex():
        return None
    if (a.dtype is torch.bool) != (b.dtype is torch.bool):
        return None
    return Pair(a, b, precision(a, b, plain=not _is_array(wanted)))


def precision(got: Any, wanted: Any, plain: bool = False) -> float:
    """The eps of the coarser of two dtypes. `plain`: Python's floats, which are float32's where both lists hold such numbers only."""
    floats = [t.dtype for t in (got, wanted) if t.is_floating_point()]
    if not floats:
        return 0.0
    if plain and _fits(got, torch.float32) and _fits(wanted, torch.float32):
        return _FLOAT32_EPS
    return max(float(torch.finfo(dtype).eps) for dtype in floats)


def gap(pair: Pair) -> Any:
    """The size of each difference; infinite where one of both is no finite number."""
    return (pair.got.double() - pair.wanted.double()).abs().nan_to_num(nan=float("inf"), posinf=float("inf"))


def same(pair: Pair) -> Any:
    """True where the two are equal, NaN and NaN as well."""
    return (pair.got == pair.wanted) | (pair.got.isnan() & pair.wanted.isnan())


def noise(wanted: Any, eps: float) -> Any:
    """The rounding error to expect at each number: eps times its size, or times the usual size of its neighbors where that is larger.

    A number near zero is often the rest of a subtraction, and that rest holds the rounding of what went in, of the size of its
    neighbors. There is no factor for the length of a sum: the judge sees a result, and not how many numbers were added up to it.
    """
    return eps * wanted.double().abs().nan_to_num(nan=0.0, posinf=0.0).clamp(min=usual_size(wanted))


def usual_size(numbers: Any) -> float:
    """The root of the mean square of the finite ones; 0 if there are none."""
    finite = numbers.double()[numbers.isfinite()]
    return float((finite**2).mean().sqrt().nan_to_num(posinf=0.0)) if finite.numel() else 0.0


def agree(got: Any, wanted: Any, near: float) -> bool:
    """Whether two tensors of one shape hold the same numbers, but for `near` times their size."""
    pair = Pair(got, wanted, near)
    return bool((same(pair) | (gap(pair) <= noise(wanted, near))).all())


def is_float32(pair: Pair) -> bool:
    """Whether the answer has only the precision of float32 where float64 belongs, and this alone explains the differences."""
    if pair.wanted.dtype is not torch.float64 or pair.eps >= _FLOAT32_EPS:
        return False
    if not _fits(pair.got, torch.float32) or _fits(pair.got, torch.bfloat16):  # halves and whole numbers fit into anything
        return False
    return agree(pair.got, pair.wanted, WITHIN_ROUNDING * _FLOAT32_EPS)


def tensor_of(value: Any) -> Any:
    """A tensor on the CPU of an array, a number or a flat list of numbers; None for anything else."""
    if isinstance(value, torch.Tensor):
        return value.detach().cpu()
    if not (isinstance(value, (np.ndarray, np.generic, bool)) or is_number(value) or are_numbers(value)):
        return None
    try:
        return torch.as_tensor(np.array(value))
    except (TypeError, ValueError, OverflowError):  # an array of text, an integer beyond 64 bits
        return None


def is_number(value: object) -> bool:
    """A plain number; True and False are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def are_numbers(value: object) -> bool:
    """A list or tuple of plain numbers."""
    return isinstance(value, (list, tuple)) and len(value) > 0 and all(map(is_number, value))


def is_sequence(value: object) -> bool:
    """A list or anything like it; a text is none."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, Mapping))


def _fits(tensor: Any, dtype: Any) -> bool:
    return bool(((tensor.to(dtype).to(tensor.dtype) == tensor) | tensor.isnan()).all())


def _is_array(value: object) -> bool:
    return isinstance(value, (torch.Tensor, np.ndarray))
