"""What is known of FSRS's parameters apart from the package `fsrs`: a log is checked also where that is not installed."""

import math
from collections.abc import Sequence
from typing import Any

# Source: `LOWER_BOUNDS_PARAMETERS` and `UPPER_BOUNDS_PARAMETERS` of fsrs.scheduler, which refuses all others; a test compares them.
RANGES = (
    *((0.001, 100.0),) * 4,  # stability in days after a first Again, Hard, Good, Easy
    (1.0, 10.0),
    (0.001, 4.0),
    (0.001, 4.0),
    (0.001, 0.75),
    (0.0, 4.5),
    (0.0, 0.8),
    (0.001, 3.5),
    (0.001, 5.0),
    (0.001, 0.25),
    (0.001, 0.9),
    (0.0, 4.0),
    (0.0, 1.0),
    (1.0, 6.0),
    (0.0, 2.0),
    (0.0, 2.0),
    (0.0, 0.8),
    (0.1, 0.8),
)

# What the package's optimizer does: it reads no more reviews of one card, and changes nothing with fewer that lie a day or more after the
# one before.
MOST_OF_A_CARD = 64
LEAST_REVIEWS = 512


def check_parameters(values: Any) -> None:
    """Raise ValueError unless the values are a list with a number in its range for each parameter."""
    if not isinstance(values, Sequence) or len(values) != len(RANGES):
        raise ValueError(f"a fit needs a list of {len(RANGES)} parameters, not {values!r}")
    for number, (value, (lowest, highest)) in enumerate(zip(values, RANGES, strict=True)):
        if type(value) not in (int, float) or not math.isfinite(value) or not lowest <= value <= highest:
            raise ValueError(f"parameter {number} of a fit is a number from {lowest} to {highest}, not {value!r}")
