"""Says in one line what a value is: kind, shape, dtype and the first numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

SHOWN_NUMBERS = 6


def show(value: object) -> str:
    """One line for a value: kind, shape, dtype and the first numbers."""
    if isinstance(value, torch.Tensor) and value.ndim == 0:
        return f"{number(value)} ({dtype_name(value)})"
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return f"{number(value)} ({value.dtype})"
    if isinstance(value, torch.Tensor):
        head = f"tensor {shape(value)} {dtype_name(value)}"
        return f"{head} {_numbers(value.detach().flatten()[: SHOWN_NUMBERS + 1].tolist(), value.numel())}"
    if isinstance(value, np.ndarray):
        return f"array {shape(value)} {value.dtype} {_numbers(value.ravel()[: SHOWN_NUMBERS + 1].tolist(), value.size)}"
    if isinstance(value, float):
        return f"{value:.8g}"
    if isinstance(value, (list, tuple)) and len(value) > SHOWN_NUMBERS:
        return f"{type(value).__name__} of {len(value)}: {', '.join(show(item) for item in value[:3])}, …"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(show(item) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        inner = ", ".join(f"{str(key)[:40]!r}: {show(item)}" for key, item in list(value.items())[:SHOWN_NUMBERS])
        return f"{{{inner}{', …' if len(value) > SHOWN_NUMBERS else ''}}}"
    return repr(value[:200] if isinstance(value, str) else value)[:200]


def first_difference(got: object, expected: object) -> str:
    """Where two lists part first; empty for what are no lists, or equal ones."""
    if not (isinstance(got, (list, tuple)) and isinstance(expected, (list, tuple)) and got and expected):
        return ""
    if len(got) != len(expected):
        return f"expected {len(expected)} elements, got {len(got)}"
    for i, (one, other) in enumerate(zip(got, expected, strict=True)):
        if isinstance(one, (bool, int, float, str)) and isinstance(other, (bool, int, float, str)) and one != other:
            return f"first differs at [{i}]: expected {show(other)}, got {show(one)}"
    return ""


def kind(value: object) -> str:
    """What a value is, in words: `a tensor of shape (3,)`, `a list of 2`, `None`."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {shape(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {shape(value)}"
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a {type(value).__name__}"


def shape(value: Any) -> str:
    """The shape of a tensor or array as a tuple."""
    return str(tuple(value.shape))


def number(value: Any, digits: int = 6) -> str:
    """A tensor or array of one element, or a plain number, with so many digits."""
    plain = value.item() if hasattr(value, "item") else value
    return f"{plain:.{digits}g}" if isinstance(plain, float) else str(plain)


def two_numbers(expected: Any, got: Any) -> str:
    """Both numbers, with as many digits as it takes to tell them apart."""
    texts = ((number(expected, digits), number(got, digits)) for digits in range(6, 18))
    one, other = next(((a, b) for a, b in texts if a != b), (number(expected, 17), number(got, 17)))
    return f"expected {one}, got {other}"


def dtype_name(tensor: Any) -> str:
    """`float32` for torch.float32."""
    return str(tensor.dtype).removeprefix("torch.")


def index(position: Sequence[int]) -> str:
    """An index as one writes it: `[0, 3]`."""
    return f"[{', '.join(str(i) for i in position)}]"


def _numbers(first: list[Any], count: int) -> str:
    shown = [f"{x:.5g}" if isinstance(x, float) else str(x) for x in first]
    return f"[{', '.join(shown[:SHOWN_NUMBERS])}{', …' if count > SHOWN_NUMBERS else ''}]"
