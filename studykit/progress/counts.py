"""What practice adds up to: how much on which day, how long it took, and for how many days in a row."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from studykit.memory.schedule import LOWEST_RECALL
from studykit.progress.events import INVALID, PASSED, Kind
from studykit.progress.practice import Attempt, Practice, Review, group_of


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was done.

    `reviews`, `by_day` and `by_quality` count `reviewed` events, those of hunts included, `grades` and `passes` `graded` ones. `retention`
    is the share recalled (quality 3 or better) among reviews of items reviewed before, but for hunts; None without any. A streak is a run
    of days with a review or a grade; `streak_days` is the one that ends today, or yesterday as long as today is still open.
    """

    reviews: int
    grades: int
    passes: int
    by_day: Mapping[date, int]
    by_quality: Mapping[int, int]
    retention: float | None
    streak_days: int
    longest_streak_days: int


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds spent, of what was timed; `typical_review` is the median of a review but for hunts, None where none was timed."""

    reviews: float
    hunts: float
    drills: float
    grades: float
    typical_review: float | None
    by_day: Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Effort:
    """What went into the exercises of a topic: grades of files that could be read as Python, hints, and solutions looked up."""

    tries: int = 0
    hints: int = 0
    given_up: int = 0


def counts(practice: Practice, today: date) -> Counts:
    """Return how much was done up to now, with the streak as of a study day."""
    reviews = (*practice.reviews, *practice.hunts)
    grades = [attempt for attempt in practice.attempts if attempt.kind == Kind.GRADED]
    by_day = Counter(review.day for review in reviews)
    studied = by_day.keys() | {grade.day for grade in grades}
    return Counts(
        reviews=len(reviews),
        grades=len(grades),
        passes=sum(grade.verdict == PASSED for grade in grades),
        by_day=dict(sorted(by_day.items())),
        by_quality=dict.fromkeys(range(6), 0) | dict(sorted(Counter(review.quality for review in reviews).items())),
        retention=retention(practice.reviews),
        streak_days=_streak_days(studied, today),
        longest_streak_days=_longest_streak_days(studied),
    )


def retention(reviews: Iterable[Review]) -> float | None:
    """Return the share recalled (quality 3 or better) among the reviews of items reviewed before; None without any."""
    recalled = [review.quality >= LOWEST_RECALL for review in reviews if review.days_since is not None]
    return sum(recalled) / len(recalled) if recalled else None


def time_spent(practice: Practice) -> Time:
    """Return how long reviews, drills and grades took."""
    timed = [review.seconds for review in practice.reviews if review.seconds is not None]
    by_day: dict[date, float] = defaultdict(float)
    everything: tuple[Review | Attempt, ...] = (*practice.reviews, *practice.hunts, *practice.attempts)
    for done in everything:
        by_day[done.day] += done.seconds or 0.0
    return Time(
        reviews=sum(timed),
        hunts=sum(hunt.seconds or 0.0 for hunt in practice.hunts),
        drills=_seconds(practice.attempts, Kind.DRILLED),
        grades=_seconds(practice.attempts, Kind.GRADED),
        typical_review=median(timed) if timed else None,
        by_day={day: seconds for day, seconds in sorted(by_day.items()) if seconds},
    )


def efforts(practice: Practice) -> dict[str, Effort]:
    """Return what went into the exercises, by topic."""
    tally: Counter[tuple[str, str]] = Counter()
    for attempt in practice.attempts:
        if attempt.item.startswith("exercise:") and attempt.verdict != INVALID:
            tally[group_of(attempt.item), attempt.kind] += 1
    topics = {topic for topic, _ in tally}
    return {topic: Effort(tally[topic, Kind.GRADED], tally[topic, Kind.HINTED], tally[topic, Kind.REVEALED]) for topic in sorted(topics)}


def _seconds(attempts: Iterable[Attempt], kind: Kind) -> float:
    return sum(attempt.seconds or 0 for attempt in attempts if attempt.kind == kind)


def _streak_days(studied: Iterable[date], today: date) -> int:
    ordinals = {day.toordinal() for day in studied}
    last = today.toordinal()
    last -= last not in ordinals
    length = 0
    while last - length in ordinals:
        length += 1
    return length


def _longest_streak_days(studied: Iterable[date]) -> int:
    longest = length = 0
    before = None
    for ordinal in sorted(day.toordinal() for day in studied):
        length = length + 1 if before == ordinal - 1 else 1
        longest = max(longest, length)
        before = ordinal
    return longest
