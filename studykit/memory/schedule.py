"""What every scheduler knows of an item, whatever its arithmetic, so that log and cache need not ask which one it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

HIGHEST_QUALITY = 5
LOWEST_RECALL = 3
# No two dates lie further apart; beyond it an interval names no day, and would outgrow SQLite's integers.
LONGEST_INTERVAL_DAYS = (date.max - date.min).days

# Repetitions, interval in days, ease in hundredths, stability in days, difficulty: a Schedule without its names.
State = tuple[int, int, int, float | None, float | None]


class Schedule(NamedTuple):
    """How well an item is known; a tuple, because replaying a log makes millions of them.

    `repetitions`: reviews recalled in a row, 1 after a lapse; `interval_days`: from the last review to the next;
    `ease` in hundredths: SM-2's, which FSRS leaves as it is; `stability` (days until recall falls to 90 %) and `difficulty`
    (1 to 10): FSRS's, None under SM-2.
    """

    repetitions: int
    interval_days: int
    ease: int
    stability: float | None = None
    difficulty: float | None = None


NEW = Schedule(repetitions=0, interval_days=0, ease=250)


@dataclass(frozen=True, slots=True)
class Step:
    """One review with its arithmetic in words, by what was worked out: `parts["interval"]` as in "I(3) = ceil(6 x 2.50) = 15"."""

    quality: int
    before: Schedule
    after: Schedule
    parts: Mapping[str, str]

    @property
    def words(self) -> str:
        """The whole arithmetic in one line."""
        return ", ".join(self.parts.values())


def wrong_quality(quality: int) -> ValueError:
    """Return the error of a quality that is none."""
    return ValueError(f"quality {quality} is not one of 0 to {HIGHEST_QUALITY}")
