"""Says how two arrays of numbers part: how many, where most and where first, and how far beyond what rounding explains."""

from typing import Any

import torch

from studykit.grading.judge.messages.in_words import index, number, two_numbers
from studykit.grading.judge.messages.resemblance import all_of, of_the_wrong, resemblance
from studykit.grading.judge.messages.rounding import WITHIN_ROUNDING, Pair, Tolerance, gap, is_float32, noise, same

MANY = 1_000_000  # a larger multiple of rounding noise says nothing more
ALIKE = 0.1  # numbers further apart than this, relative to their size, nobody takes for the same


def mismatch(pair: Pair, tolerance: Tolerance) -> str | None:
    """One line about the numbers that differ by more than `tolerance`; None if none does."""
    wrong = tolerance.exceeded(pair)
    if not wrong.any():
        wrong = ~same(pair)
    if not wrong.any():
        return None
    if pair.wanted.dtype is torch.bool:
        return _truth_values(pair, wrong)
    if strange := _not_finite(pair, wrong):
        return strange
    near = tolerance.near(pair)
    known = resemblance(pair, near) or (None if wrong.all() else of_the_wrong(pair, wrong, near))
    parts = [known, _where(pair, wrong), None if known else _beyond_rounding(pair, wrong)]
    return "; ".join(part for part in parts if part)


def _where(pair: Pair, wrong: Any) -> str:
    """How many numbers differ, the worst of them and the first."""
    worst = torch.unravel_index(torch.where(wrong, gap(pair), -1.0).argmax(), wrong.shape)
    numbers = two_numbers(pair.wanted[worst], pair.got[worst])
    if wrong.numel() == 1:
        return numbers
    first = _first(wrong)
    count = all_of(wrong.numel()) if wrong.all() else f"{int(wrong.sum())} of {wrong.numel()} values"
    text = f"{count} differ, most at {_index(worst)}: {numbers}"
    if _index(worst) == _index(first):
        return text
    return f"{text}; first at {_index(first)}: {two_numbers(pair.wanted[first], pair.got[first])}"


def _beyond_rounding(pair: Pair, wrong: Any) -> str | None:
    errors = torch.where(wrong, gap(pair), -1.0)
    worst = torch.unravel_index(errors.argmax(), wrong.shape)
    unit = float(noise(pair.wanted, pair.eps)[worst])
    error = float(errors[worst])
    if not unit or not error < ALIKE * unit / pair.eps:
        return None
    if is_float32(pair):
        return "the result has only float32 accuracy, so a part of it was computed in float32"
    ratio = error / unit
    text = f"the {'error' if wrong.numel() == 1 else 'largest error'} is {_times(ratio)} rounding noise"
    return text if ratio > WITHIN_ROUNDING else f"{text}, so the order of the operations alone may explain it"


def _times(ratio: float) -> str:
    if ratio >= MANY:
        return "over a million times"
    if ratio < 10:
        return f"{ratio:.1f} times"
    return f"{float(f'{ratio:.2g}'):,.0f} times"


def _not_finite(pair: Pair, wrong: Any) -> str | None:
    """NaN or infinite numbers where finite ones belong."""
    if not pair.got.is_floating_point():
        return None
    belongs = pair.wanted.isfinite()
    kinds = [(pair.got.isnan() & ~pair.wanted.isnan(), "NaN"), (pair.got.isinf() & belongs, "infinite")]
    found = [(where, word) for where, word in kinds if where.any()]
    if not found:
        return None
    if wrong.numel() == 1:
        return f"expected {number(pair.wanted)}, got {number(pair.got)}"
    text = "; ".join(_count(where, word) for where, word in found)
    others = wrong & ~found[0][0] & ~found[-1][0]
    if others.any():
        return f"{text}; {int(others.sum())} other{'s differ' if int(others.sum()) > 1 else ' differs'}, too"
    everywhere = int((found[0][0] | found[-1][0]).sum()) == wrong.numel()
    return text if everywhere else f"{text}; the others are right"


def _count(where: Any, word: str) -> str:
    count, total = int(where.sum()), where.numel()
    if count == total:
        return f"{all_of(total)} are {word}"
    return f"{count} of {total} values {'is' if count == 1 else 'are'} {word}, first at {_index(_first(where))}"


def _truth_values(pair: Pair, wrong: Any) -> str:
    if wrong.numel() == 1:
        return two_numbers(pair.wanted, pair.got)
    if wrong.all():
        return f"all {wrong.numel()} boolean values are inverted"
    first = _first(wrong)
    return (
        f"{int(wrong.sum())} of {wrong.numel()} boolean values differ, first at {_index(first)}: "
        f"{two_numbers(pair.wanted[first], pair.got[first])}"
    )


def _first(where: Any) -> Any:
    return torch.unravel_index(where.flatten().to(torch.uint8).argmax(), where.shape)


def _index(position: Any) -> str:
    return index([int(i) for i in position])
