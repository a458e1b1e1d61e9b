"""Reads the numbers that a grade recorded for a picture."""

from typing import Any


def revived(value: Any) -> Any:
    """What was recorded, with the numbers that are not finite, which JSON carries as texts, as numbers again."""
    if isinstance(value, list):
        return [revived(part) for part in value]
    if isinstance(value, dict):
        return {name: revived(part) for name, part in value.items()}
    return float(value) if isinstance(value, str) and value in ("nan", "inf", "-inf") else value
