"""How well FSRS predicts the reviews of a log: by cross-entropy, and by how far what it predicts is from what happens."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from studykit.memory.schedule import LOWEST_RECALL, NEW, Schedule

if TYPE_CHECKING:
    from studykit.memory.fsrs import FSRS

# A card's reviews in order of time: for each, the whole days since the one before (0 at the first) and its quality.
History = Sequence[tuple[int, int]]

LEAST_CHANCE = 1e-9  # what is predicted as impossible and happens would cost without end
# Bins grow by these factors. Source: `rmse_matrix` of open-spaced-repetition/srs-benchmark.
DAYS_FACTOR, REVIEWS_FACTOR, LAPSES_FACTOR = 3.62, 1.89, 1.73


class Prediction(NamedTuple):
    """A review, and the chance of recall (0 to 1) predicted for it; `number` counts from 1, `lapses` those before it."""

    chance: float
    is_recalled: bool
    days: int
    number: int
    lapses: int


def predict(history: History, scheduler: "FSRS") -> Iterator[Prediction | None]:
    """Return what was predicted for each review, None for a first one and one on the day of the one before, as the package has it."""
    state, lapses = NEW, 0
    for number, (days, quality) in enumerate(history, start=1):
        is_recalled = quality >= LOWEST_RECALL
        is_predicted = number > 1 and days > 0
        yield Prediction(scheduler.retrievability(state, days), is_recalled, days, number, lapses) if is_predicted else None
        lapses += is_predicted and not is_recalled
        state = Schedule(*scheduler.advance(state, quality, days))


def log_loss(reviews: Sequence[Prediction]) -> float:
    """Return the mean negative log-likelihood of what happened, the binary cross-entropy of PyTorch; ValueError without reviews."""
    if not reviews:
        raise ValueError("no review was predicted")
    chances = (review.chance if review.is_recalled else 1 - review.chance for review in reviews)
    return -sum(math.log(max(chance, LEAST_CHANCE)) for chance in chances) / len(reviews)


def calibration_error(reviews: Iterable[Prediction]) -> float:
    """Return the RMSE(bins) of the FSRS benchmark: between mean predicted and actual recall, in bins by days, reviews and lapses."""
    bins: dict[tuple[int, int, int], list[Prediction]] = defaultdict(list)
    for review in reviews:
        bins[_bin(review.days, DAYS_FACTOR), _bin(review.number, REVIEWS_FACTOR), _bin(review.lapses, LAPSES_FACTOR)].append(review)
    squares = sum(sum(review.chance - review.is_recalled for review in among) ** 2 / len(among) for among in bins.values())
    return math.sqrt(squares / sum(map(len, bins.values())))


def _bin(value: int, factor: float) -> int:
    return -1 if value == 0 else math.floor(math.log(value) / math.log(factor))
