"""Recognizes wrong numbers that are the right ones in disguise: transposed, in another order, with the other sign, a factor too large."""

from itertools import combinations
from typing import Any

from studykit.grading.judge.messages.rounding import COARSEST, WITHIN_ROUNDING, Pair, agree, noise, precision

LARGEST = 1_000_000  # numbers: sorting more would keep the learner waiting
# A ratio comes near some whole number by chance, the more easily the larger it is and the more loosely it is compared.
LARGEST_FACTOR = 1000
CHANCE = 1e-3


def resemblance(pair: Pair, near: float) -> str | None:
    """How the numbers of an answer follow from the expected ones; None if they do not, or not but for `near` times their size."""
    got, wanted = pair.got, pair.wanted
    if got.numel() > LARGEST or not bool(got.isfinite().all() and wanted.isfinite().all()):
        return None
    if got.dtype is not wanted.dtype or got.element_size() == 1:  # truth values and bytes agree too easily by chance
        return None
    factor = _factor(pair, near)
    return (_words(factor, got.numel()) if factor else None) or _transposed(got, wanted, near) or _reordered(got, wanted, near)


def of_the_wrong(pair: Pair, wrong: Any, near: float) -> str | None:
    """The same for the numbers that differ, where others are right: only a factor can be seen there."""
    part = Pair(pair.got[wrong], pair.wanted[wrong], pair.eps)
    if part.got.numel() > LARGEST or not bool(part.got.isfinite().all() and part.wanted.isfinite().all()):
        return None
    factor = _factor(part, near)
    return _words(factor, part.got.numel(), " that differ" if part.got.numel() > 1 else " that differs") if factor else None


def of_shapes(got: Any, wanted: Any) -> str | None:
    """What the wrong shape of an answer comes from; None if neither shapes nor numbers show it."""
    n = wanted.numel()
    if n > 1 and tuple(wanted.shape) in ((n,), (n, 1), (1, n)) and tuple(got.shape) in ((n, n), (n * n,)):
        return f"was ({n}, 1) combined with ({n},)?"
    if got.numel() != n or not 0 < n <= LARGEST or got.is_complex() or got.dtype is not wanted.dtype:
        return None
    near = min(WITHIN_ROUNDING * precision(got, wanted), COARSEST)
    if got.ndim == 2 and min(got.shape) > 1 and got.T.shape == wanted.shape and agree(got.T, wanted, near):
        return "the same values, transposed"
    if not agree(got.reshape(wanted.shape), wanted, near):
        return None
    if [n for n in got.shape if n != 1] == [n for n in wanted.shape if n != 1]:
        return f"the values are right, a dim of size 1 is {'too many' if got.ndim > wanted.ndim else 'missing'}"
    return "the values are right, but not their shape"


def _factor(pair: Pair, near: float) -> float | None:
    got, wanted = pair.got.double().flatten(), pair.wanted.double().flatten()
    largest = wanted.abs().argmax()
    if wanted[largest] == 0 or got[largest] == 0:
        return None
    near = near or 2.0**-50  # the ratio of two integers is a float64
    ratio = _simple(float(got[largest] / wanted[largest]), near)
    if abs(ratio - 1) <= near or not _is_telling(ratio, pair):
        return None
    scaled = ratio * wanted
    # Each to its own size: beside a large number, a small one would come near any multiple.
    allowed = (near * scaled.abs()).maximum(noise(scaled, 4 * pair.eps))
    return ratio if bool(((got - scaled).abs() <= allowed).all()) else None


def _is_telling(ratio: float, pair: Pair) -> bool:
    """Whether one factor for all numbers is more than chance: any single number is some multiple of another."""
    sizes = pair.wanted.double().abs()
    sizes = sizes[sizes > 0]
    if ratio == -1:
        return True
    is_varied = float(sizes.max()) > 1.001 * float(sizes.min())
    if is_varied and (sizes.numel() > 2 or _is_simple(ratio)):
        return True
    is_whole = bool((pair.wanted == pair.wanted.round()).all() and (pair.got == pair.got.round()).all())
    return _is_simple(ratio) and not is_whole


def _is_simple(ratio: float) -> bool:
    return ratio.is_integer() or (abs(ratio) < 1 and 1 / round(1 / ratio) == ratio)


def _simple(ratio: float, near: float) -> float:
    """The whole number, or one over a whole number, that a ratio is near; else the ratio itself."""
    largest = min(LARGEST_FACTOR, CHANCE / near)
    if 1 <= abs(round(ratio)) <= largest and abs(ratio / round(ratio) - 1) <= near:
        return float(round(ratio))
    if 1 / largest <= abs(ratio) < 1 and abs(ratio * round(1 / ratio) - 1) <= near:
        return 1 / round(1 / ratio)
    return ratio


def _words(ratio: float, count: int, which: str = "") -> str:
    ones = "one" if count == 1 else "ones"
    head = f"the value{which} is" if count == 1 else f"the {count} values{which} are" if which else f"{all_of(count)} are"
    if ratio == -1:
        return f"the sign is flipped: {head} minus the expected {ones}"
    if ratio == 0.5:
        return f"{head} half the expected {ones}"
    if abs(ratio) < 1 and _is_simple(ratio):
        return f"{head} {'−' if ratio < 0 else ''}1/{abs(round(1 / ratio))} of the expected {ones}"
    return f"{head} {f'{ratio:.6g}'.replace('-', '−')} times the expected {ones}"


def all_of(count: int) -> str:
    """`both values`, `all 12 values`."""
    return "both values" if count == 2 else f"all {count} values"


def _transposed(got: Any, wanted: Any, near: float) -> str | None:
    for first, second in combinations(range(min(got.ndim, 4)), 2):
        turned = got.transpose(first, second)
        if min(got.shape[first], got.shape[second]) > 1 and turned.shape == wanted.shape and agree(turned, wanted, near):
            return "the same values, transposed" if got.ndim == 2 else f"the same values, with dims {first} and {second} swapped"
    return None


def _reordered(got: Any, wanted: Any, near: float) -> str | None:
    if got.numel() < 2 or not agree(got.flatten().sort().values, wanted.flatten().sort().values, near):
        return None
    if got.numel() == 2:
        return "the two values are swapped"
    if agree(got.flip(0), wanted, near):
        return "the same values in reverse order" if got.ndim == 1 else "the same rows in reverse order"
    if got.ndim == 2 and agree(got[got[:, 0].argsort()], wanted[wanted[:, 0].argsort()], near):
        return "the same rows in another order"
    return "the same values in another order"
