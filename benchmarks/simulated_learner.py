"""Learners whose memory is known, so that a simulated year can say how well they were served; `year.py` plays them.

The truth is FSRS-6 (package `fsrs`, default parameters) with a difficulty of each card's own; no scheduler of studykit sees it. Every draw
comes from the seed and the item, so that two runs differ by what was asked, and when, alone.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from random import Random

from fsrs import Card, Rating, Scheduler

# Seconds for a card: to read, think and grade; more where it was forgotten and is learned again; in the drill after the day's cards.
CARD_SECONDS, FORGOTTEN_SECONDS, DRILL_SECONDS = 8.0, 12.0, 6.0
# Minutes for an exercise: at its first time and each failed try of it, at a re-do and each failed try of that.
FIRST_MINUTES, FIRST_TRY_MINUTES = 25.0, 8.0
REDO_MINUTES, REDO_TRY_MINUTES = 12.0, 6.0
SLOT_EVERY = 2  # study days
MOST_FAILED_TRIES = 5
# The chance that a try fails, for each point of difficulty (1 to 5); at a re-do a share of it, which grows to the whole with the time.
FAILED_TRY, KEPT_SHARE, FADING_DAYS = 0.18, 0.3, 90.0
CARDS_A_FAILED_TRY = 2  # so many of the exercise's cards does a failed test point at

DIFFICULTY_MEAN, DIFFICULTY_SPREAD = 5.5, 2.0  # of a card, between 1 and 10
SLIPS = 0.03  # of what is known: nobody recalls everything
KNOWN_AT_FIRST = (0.9, 0.1)  # the chance to know a card that was never asked, and what each point of difficulty takes of it
HOPELESS_RECALL = 0.25  # a day or more after a card that never sticks was seen
HARD, EASY = 0.1, 0.15  # the share of recalled cards that feel so; more feel hard when recall was in doubt
AGAIN, HARD_QUALITY, GOOD, EASY_QUALITY = 1, 3, 4, 5
RATINGS = {AGAIN: Rating.Again, HARD_QUALITY: Rating.Hard, GOOD: Rating.Good, EASY_QUALITY: Rating.Easy}

FIRST_DAY = datetime(2001, 1, 1, tzinfo=UTC)
TRUTH = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class Habits:
    """How a learner studies and forgets.

    `card_minutes`: where the day's cards end; `forgets`: days that pass in memory for each that passes; `hopeless`: the share of cards
    that never stick.
    """

    attends: float = 1.0
    holiday: range = range(0)
    card_minutes: float | None = None
    forgets: int = 1
    hopeless: float = 0.0

    def study_days(self, seed: int, days: int) -> list[int]:
        """The numbers of the days, from 0, on which this learner studies."""
        chance = Random(f"{seed} days")
        return [day for day in range(days) if chance.random() < self.attends and day not in self.holiday]


LEARNERS = {
    "diligent": Habits(),
    "irregular": Habits(attends=0.6, holiday=range(180, 201)),
    "overloaded": Habits(card_minutes=15.0),
    "forgetful": Habits(forgets=3, hopeless=0.05),
}


class CardInMind:
    """What a learner really knows of a card."""

    def __init__(self, seed: int, item: str, habits: Habits) -> None:
        self._chance = Random(f"{seed} {item}")
        self._difficulty = min(10.0, max(1.0, self._chance.gauss(DIFFICULTY_MEAN, DIFFICULTY_SPREAD)))
        self._sticks = self._chance.random() >= habits.hopeless
        self._forgets = habits.forgets
        self._card = Card(card_id=0, due=FIRST_DAY)

    def answer(self, day: int) -> int:
        """Be asked on a day, and learn from it; return the quality of the answer."""
        now = FIRST_DAY + timedelta(days=day * self._forgets)
        recall = self._recall(now)
        luck, feeling = self._chance.random(), self._chance.random()
        quality = AGAIN if luck >= recall else _quality(recall, feeling)
        is_first = self._card.stability is None
        self._card, _ = TRUTH.review_card(self._card, RATINGS[quality], now)
        if is_first:
            self._card.difficulty = self._difficulty
        return quality

    def _recall(self, now: datetime) -> float:
        if self._card.last_review is None:
            known, each = KNOWN_AT_FIRST
            return max(0.0, known - each * self._difficulty)
        if not self._sticks and now > self._card.last_review:
            return HOPELESS_RECALL
        return (1 - SLIPS) * TRUTH.get_card_retrievability(self._card, now)


class ExerciseInMind:
    """How an exercise goes, each time that it is done."""

    def __init__(self, seed: int, item: str, difficulty: int, cards: tuple[str, ...]) -> None:
        self._chance = Random(f"{seed} {item}")
        self._hardness = FAILED_TRY * difficulty
        self._cards = cards
        self._passed: int | None = None

    @property
    def is_redo(self) -> bool:
        return self._passed is not None

    def tries(self, day: int) -> list[list[str]]:
        """Do it on a day until it passes: for each failed try the cards that its failed tests point at."""
        fails = self._hardness
        if self._passed is not None:
            fails *= KEPT_SHARE + (1 - KEPT_SHARE) * (1 - exp(-(day - self._passed) / FADING_DAYS))
        failed: list[list[str]] = []
        while len(failed) < MOST_FAILED_TRIES and self._chance.random() < fails:
            failed.append(self._chance.sample(self._cards, min(CARDS_A_FAILED_TRY, len(self._cards))))
        self._passed = day
        return failed


def _quality(recall: float, feeling: float) -> int:
    if feeling < HARD + (1 - recall) / 2:
        return HARD_QUALITY
    return EASY_QUALITY if feeling >= 1 - EASY * recall else GOOD
