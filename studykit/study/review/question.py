"""What a review asks and what becomes of an answer, as data between the session and the talk."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from studykit.content.deck import Card
from studykit.memory.scheduler import SM2_SCHEDULER, Scheduler
from studykit.progress.fold import ItemMemory, next_interval_days
from studykit.study.review.sides import Block, back, front


@dataclass(frozen=True, slots=True)
class Grade:
    """One of the four keys: its name, and the quality of SM-2 that it stands for."""

    name: str
    quality: int


GRADES = {"1": Grade("Again", 1), "2": Grade("Hard", 3), "3": Grade("Good", 4), "4": Grade("Easy", 5)}


@dataclass(frozen=True, slots=True)
class Question:
    """The card to ask now, with its memory at that moment; `number` of `total` counts the queue, or the cards left in a drill.

    `has_changed`: its answer is not the one that the learner saw last.
    """

    card: Card
    memory: ItemMemory | None
    number: int
    total: int
    is_drill: bool
    day: date
    has_changed: bool = False
    scheduler: Scheduler = SM2_SCHEDULER

    @property
    def item(self) -> str:
        """The item of the card."""
        return self.card.item

    @property
    def front(self) -> str:
        """The question's side as Markdown, with the options of a choice card by letter."""
        return _side(front(self.card, self.day))

    @property
    def back(self) -> str:
        """The answer's side as Markdown."""
        return _side(back(self.card, self.day))

    @property
    def is_new(self) -> bool:
        return self.memory is None or self.memory.reviews == 0

    @property
    def is_flagged(self) -> bool:
        return self.memory is not None and self.memory.flagged

    def interval_days(self, quality: int) -> int:
        """The interval that an answer of this quality would give."""
        return next_interval_days(self.memory, quality, self.day, self.scheduler)


def _side(blocks: list[Block]) -> str:
    return "\n\n".join(block.markdown for block in blocks)


class Outcome(StrEnum):
    """What became of an answer; ELSEWHERE: the card was answered or put off in another session meanwhile, nothing was recorded."""

    RECORDED = "recorded"
    DRILLED = "drilled"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its outcome; `due` is None where the log knows no due date, `stays` says that the drill asks the card again.

    `leech_lapses` is the number of lapses where this one made the card a leech, which suspends it; else 0.
    """

    outcome: Outcome
    quality: int
    due: date | None = None
    stays: bool = False
    leech_lapses: int = 0
