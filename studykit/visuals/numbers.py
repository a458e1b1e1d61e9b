"""Reads the numbers that a grade recorded for a picture."""

from math import isclose, isnan
from typing import Any


def revived(value: Any) -> Any:
    """What was recorded, with the numbers that are not finite, which JSON carries as texts, as numbers again."""
    if isinstance(value, list):
        return [revived(part) for part in value]
    if isinstance(value, dict):
        return {name: revived(part) for name, part in value.items()}
    return float(value) if isinstance(value, str) and value in ("nan", "inf", "-inf") else value


def agree(a: Any, b: Any, precision: float = 1e-4) -> bool:
    """Whether two recorded values say the same but for rounding: a relative difference, and one near 0, of `precision`."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(agree(one, other, precision) for one, other in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(agree(a[name], b[name], precision) for name in a)
    if isinstance(a, int | float) and isinstance(b, int | float):
        return (isnan(a) and isnan(b)) or isclose(a, b, rel_tol=precision, abs_tol=precision)
    return bool(a == b)
