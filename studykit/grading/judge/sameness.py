"""Whether two answers to one call are the same but for rounding."""

import re
from typing import Any

import numpy as np
import torch

from studykit.grading.judge.calls import Failed

# Another order of the same operations changes the last digits; mistakes differ in the first ones.
RELATIVE = 1e-4
ABSOLUTE = 1e-6

_QUOTED = re.compile(r"'[^']*'|`[^`]*`|\"[^\"]*\"")


def same(got: Any, known: Any) -> bool:
    """Whether two answers are the same: kinds, shapes, dtypes, and numbers but for rounding; of failures, the errors."""
    if isinstance(got, Failed) or isinstance(known, Failed):
        return isinstance(got, Failed) and isinstance(known, Failed) and _same_failure(got, known)
    if isinstance(got, torch.Tensor) and isinstance(known, torch.Tensor):
        return got.shape == known.shape and got.dtype == known.dtype and _close(got.cpu().double(), known.cpu().double())
    if isinstance(got, np.ndarray) and isinstance(known, np.ndarray):
        return got.shape == known.shape and got.dtype == known.dtype and bool(_numpy_close(got, known))
    if isinstance(got, bool) or isinstance(known, bool) or not isinstance(got, (int, float)):
        return type(got) is type(known) and _same_parts(got, known)
    return isinstance(known, (int, float)) and _close(torch.tensor(float(got)), torch.tensor(float(known)))


def form(answer: Any) -> Any:
    """What is left of an answer without its numbers: kinds, names, shapes and dtypes."""
    if isinstance(answer, (torch.Tensor, np.ndarray)):
        return type(answer), tuple(answer.shape), str(answer.dtype)
    if isinstance(answer, dict):
        return {key: form(value) for key, value in answer.items()}
    if isinstance(answer, (list, tuple)):
        return type(answer), [form(value) for value in answer]
    return (answer.outcome, answer.kind) if isinstance(answer, Failed) else type(answer)


def _same_parts(got: Any, known: Any) -> bool:
    if isinstance(got, dict):
        return got.keys() == known.keys() and all(same(got[key], known[key]) for key in got)
    if isinstance(got, (list, tuple)):
        return len(got) == len(known) and all(map(same, got, known))
    return bool(got == known)


def _close(got: torch.Tensor, known: torch.Tensor) -> bool:
    return torch.allclose(got, known, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True)


def _numpy_close(got: np.ndarray, known: np.ndarray) -> bool:
    if not np.issubdtype(got.dtype, np.number):
        return bool(np.array_equal(got, known))
    return bool(np.allclose(got, known, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True))


def _same_failure(got: Failed, known: Failed) -> bool:
    # The learner's own names stand in quotes in Python's messages.
    return (got.outcome, got.kind, _QUOTED.sub("''", got.detail)) == (known.outcome, known.kind, _QUOTED.sub("''", known.detail))
