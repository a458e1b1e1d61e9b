"""What a suite records for a picture: numbers and short texts, as JSON carries them; the suite of a grade records nothing."""

import math
from typing import Any

import numpy as np
import torch

from studykit.grading.clean import clean

Recorded = dict[str, Any]

MOST_NUMBERS = 200_000


def plain(value: object) -> Any:
    """Tensors, arrays and numbers as (nested) lists of Python numbers, those that are not finite as the texts "nan", "inf" and "-inf".

    Anything else, and more than MOST_NUMBERS numbers, is a TypeError: a wrong answer may be anything, and is no picture.
    """
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu().double().numpy() if value.is_floating_point() else value.detach().cpu().numpy()
    if isinstance(value, np.ndarray | np.generic):
        if value.size > MOST_NUMBERS:
            raise TypeError(f"{value.size} numbers are too many for a picture")
        value = value.tolist()
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return clean(value, 200)
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {clean(str(name), 200): plain(part) for name, part in value.items()}
    raise TypeError(f"{type(value).__name__} is no number that could be drawn")
