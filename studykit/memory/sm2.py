"""SM-2 as published, in integers, so that a schedule is the same on every machine and a float never rounds it off by a day."""

from dataclasses import dataclass
from datetime import date

FIRST_INTERVAL_DAYS = 1
SECOND_INTERVAL_DAYS = 6
LOWEST_EASE = 130
EASE_CHANGES = (-80, -54, -32, -14, 0, 10)
LOWEST_RECALL = 3
# No two dates lie further apart; beyond it an interval names no day, and would outgrow SQLite's integers.
LONGEST_INTERVAL_DAYS = (date.max - date.min).days


@dataclass(frozen=True, slots=True)
class Schedule:
    """How well an item is known: reviews recalled in a row, days to the next one, ease in hundredths."""

    repetitions: int
    interval_days: int
    ease: int


@dataclass(frozen=True, slots=True)
class Step:
    """One review with its arithmetic in words: `interval` as in "I(3) = ceil(6 x 2.50) = 15", `ease` as in "ease 2.50 - 0.14 = 2.36"."""

    quality: int
    before: Schedule
    after: Schedule
    interval: str
    ease: str


NEW = Schedule(repetitions=0, interval_days=0, ease=250)


def review(schedule: Schedule, quality: int) -> Schedule:
    """Return the schedule after a review of quality 0 to 5; any other quality is a ValueError.

    Source: P. A. Woźniak, "Optimization of learning", 1990, algorithm SM-2; the interval uses the ease from before the review.
    """
    return Schedule(*advance(schedule.repetitions, schedule.interval_days, schedule.ease, quality))


def advance(repetitions: int, interval_days: int, ease: int, quality: int) -> tuple[int, int, int]:
    """`review` on bare numbers, which is what lets a log of a million events be replayed in seconds."""
    if not 0 <= quality <= 5:
        raise ValueError(f"quality {quality} is not one of 0 to 5")
    if quality < LOWEST_RECALL:
        return 1, FIRST_INTERVAL_DAYS, ease
    new_ease = max(LOWEST_EASE, ease + EASE_CHANGES[quality])
    return repetitions + 1, _interval_days(repetitions + 1, interval_days, ease), new_ease


def explain(schedule: Schedule, quality: int) -> Step:
    """Return `review(schedule, quality)` with the arithmetic that led to it."""
    after = review(schedule, quality)
    return Step(quality, schedule, after, _interval_in_words(schedule, after, quality), _ease_in_words(schedule, quality))


def _interval_days(repetition: int, last_interval_days: int, ease: int) -> int:
    if repetition == 1:
        return FIRST_INTERVAL_DAYS
    if repetition == 2:
        return SECOND_INTERVAL_DAYS
    return min(LONGEST_INTERVAL_DAYS, -(-last_interval_days * ease // 100))


def _interval_in_words(before: Schedule, after: Schedule, quality: int) -> str:
    n = after.repetitions
    if quality < LOWEST_RECALL:
        return f"quality {quality} is below {LOWEST_RECALL}: n = 1, I(1) = {after.interval_days}"
    if n <= 2:
        return f"I({n}) = {after.interval_days}"
    product = f"ceil({before.interval_days} x {_hundredths(before.ease)})"
    if after.interval_days == LONGEST_INTERVAL_DAYS:
        return f"I({n}) = min({LONGEST_INTERVAL_DAYS}, {product}) = {after.interval_days}"
    return f"I({n}) = {product} = {after.interval_days}"


def _ease_in_words(before: Schedule, quality: int) -> str:
    if quality < LOWEST_RECALL:
        return f"ease {_hundredths(before.ease)} kept"
    change = EASE_CHANGES[quality]
    total = f"{_hundredths(before.ease)} {'-' if change < 0 else '+'} {_hundredths(abs(change))}"
    if before.ease + change < LOWEST_EASE:
        return f"ease max({_hundredths(LOWEST_EASE)}, {total}) = {_hundredths(LOWEST_EASE)}"
    return f"ease {total} = {_hundredths(before.ease + change)}"


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"
