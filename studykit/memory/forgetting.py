"""FSRS-6 in plain numbers: a simulation asks a hundred thousand times, and the objects of the package `fsrs` would take ten times as long.

What it says is what `memory/fsrs.py` says; tests/memory/test_forgetting.py holds one against the other.
"""

import json
from math import exp
from typing import NamedTuple

from studykit.memory.schedule import LOWEST_RECALL

LOWEST_STABILITY = 0.001
LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY = 1.0, 10.0
LONGEST_DAYS = 36500
# The package's rating of each quality: 1 Again, 2 Hard, 3 Good, 4 Easy.
RATINGS = (1, 1, 1, 2, 3, 4)


class Trace(NamedTuple):
    """A card in memory: `stability` in days until recall falls to 90 %, `difficulty` from 1 to 10."""

    stability: float
    difficulty: float


class Forgetting:
    """How cards are forgotten and learned again under the 21 parameters of FSRS-6."""

    def __init__(self, parameters: tuple[float, ...]) -> None:
        self.parameters = parameters
        self._decay = -parameters[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._growth = exp(parameters[8])
        self._shortest_loss = exp(parameters[17] * parameters[18])
        self._easy_difficulty = self._first_difficulty(4)

    @classmethod
    def of(cls, key: str) -> "Forgetting":
        """Return the one that a scheduler of this `key` expects; ValueError where that is not FSRS."""
        name, _, settings = key.partition(" ")
        if name != "fsrs":
            raise ValueError(f"scheduler {name} says nothing of how cards are forgotten")
        return cls(tuple(json.loads(settings)["parameters"]))

    def recall(self, stability: float, elapsed_days: int) -> float:
        """Return the chance (0 to 1) of a recall so many days after the last review."""
        return float((1 + self._factor * elapsed_days / stability) ** self._decay)

    def interval_days(self, stability: float, retention: float) -> int:
        """Return the days until recall has fallen to `retention`, at least one."""
        days = round(float(stability / self._factor * (retention ** (1 / self._decay) - 1)))
        return min(max(days, 1), LONGEST_DAYS)

    def first(self, quality: int) -> Trace:
        """Return what the first review leaves."""
        rating = RATINGS[quality]
        stability = max(self.parameters[rating - 1], LOWEST_STABILITY)
        return Trace(stability, _held(self._first_difficulty(rating)))

    def after(self, stability: float, difficulty: float, recall: float, quality: int) -> Trace:
        """Return what a later review leaves, a day or more after the last; `recall` was the chance of it."""
        rating = RATINGS[quality]
        change = -self.parameters[6] * (rating - 3) * (10.0 - difficulty) / 9.0
        back = self.parameters[7]
        new_difficulty = back * self._easy_difficulty + (1 - back) * (difficulty + change)
        kept = self._recalled if quality >= LOWEST_RECALL else self._forgotten
        return Trace(max(kept(stability, difficulty, recall, rating), LOWEST_STABILITY), _held(new_difficulty))

    def _recalled(self, stability: float, difficulty: float, recall: float, rating: int) -> float:
        w = self.parameters
        weight = w[15] if rating == 2 else w[16] if rating == 4 else 1.0
        gain = self._growth * (11 - difficulty) * stability ** -w[9] * (exp((1 - recall) * w[10]) - 1)
        return float(stability * (1 + gain * weight))

    def _forgotten(self, stability: float, difficulty: float, recall: float, rating: int) -> float:
        w = self.parameters
        left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp((1 - recall) * w[14])
        return float(min(left, stability / self._shortest_loss))

    def _first_difficulty(self, rating: int) -> float:
        return self.parameters[4] - exp(self.parameters[5] * (rating - 1)) + 1


def _held(difficulty: float) -> float:
    return min(max(difficulty, LOWEST_DIFFICULTY), HIGHEST_DIFFICULTY)
