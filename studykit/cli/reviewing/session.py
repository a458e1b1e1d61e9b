"""A review as a state machine: which card is asked, and what an answer, an undo or a suspension does; it prints and reads nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from studykit.cli.reviewing.agenda import CARD_PREFIX, Scope, open_drill, todays_queue
from studykit.content.deck import Card
from studykit.content.pack import Library
from studykit.memory.calendar import study_day
from studykit.memory.queue import FIRM_QUALITY, Drill
from studykit.memory.sm2 import NEW, review
from studykit.progress import queries
from studykit.progress.events import Event, Kind
from studykit.progress.fold import ItemMemory
from studykit.progress.store import Store

MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Grade:
    """One of the four keys: its name, and the quality of SM-2 that it stands for."""

    name: str
    quality: int


GRADES = {"1": Grade("Again", 1), "2": Grade("Hard", 3), "3": Grade("Good", 4), "4": Grade("Easy", 5)}


@dataclass(frozen=True, slots=True)
class Question:
    """The card to ask now, with its memory at that moment; `number` of `total` counts the queue, or the cards left in a drill."""

    card: Card
    memory: ItemMemory | None
    number: int
    total: int
    is_drill: bool
    day: date

    @property
    def is_new(self) -> bool:
        return self.memory is None or self.memory.reviews == 0

    def interval_days(self, quality: int) -> int:
        """The interval that an answer of this quality would give."""
        return review(self.memory.schedule if self.memory else NEW, quality).interval_days


class Outcome(StrEnum):
    """What became of an answer; ELSEWHERE: the card was answered or suspended in another session meanwhile, nothing was recorded."""

    RECORDED = "recorded"
    DRILLED = "drilled"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its outcome; `due` is None where the log knows no due date, `stays` says that the drill asks the card again."""

    outcome: Outcome
    quality: int
    due: date | None = None
    stays: bool = False


class Undo(StrEnum):
    """What an undo took back, or why it took back nothing: the newest event was no review, or there is none."""

    ANSWER = "answer"
    SUSPENSION = "suspension"
    DRILL = "drill"
    NOT_A_REVIEW = "not a review"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class _State:
    waiting: tuple[str, ...]
    drill: Drill
    answered: int = 0
    # Called back by an undo: asked again even where the undone review had come before its day.
    recalled: frozenset[str] = field(default_factory=frozenset)

    def first(self) -> str | None:
        return self.waiting[0] if self.waiting else self.drill.first

    def without(self, item: str) -> "_State":
        waiting = tuple(other for other in self.waiting if other != item)
        return replace(self, waiting=waiting, drill=self.drill.without(item), recalled=self.recalled - {item})

    def recalling(self, item: str) -> "_State":
        rest = self.without(item)
        return replace(rest, waiting=(item, *rest.waiting), recalled=rest.recalled | {item})


class ReviewSession:
    """Today's cards, then the drill. Each answer is in the log when `grade` returns; `now` tells the aware time of an event."""

    def __init__(self, store: Store, library: Library, scope: Scope, now: Callable[[], datetime]) -> None:
        self._store, self._library, self._now = store, library, now
        self._state = _State(todays_queue(store, library, self.today, scope), open_drill(store, library, self.today, scope))
        self._past: list[tuple[_State, Event | None]] = []
        self.left_out: list[str] = []

    @property
    def today(self) -> date:
        """The study day of now."""
        return study_day(self._now(), self._store.rollover_hour)

    @property
    def answered(self) -> int:
        """How many answers of this session are in the log and not undone."""
        return self._state.answered

    @property
    def to_go(self) -> int:
        """How many cards of the queue are still to be asked."""
        return len(self._state.waiting)

    @property
    def to_drill(self) -> int:
        """How many cards are still to be drilled."""
        return len(self._state.drill.waiting)

    def question(self) -> Question | None:
        """Return what to ask now, None at the end; a card that another session answered or suspended joins `left_out`."""
        while item := self._state.first():
            memory = self._store.memory(item)
            if self._is_open(item, memory):
                return self._question(item, memory)
            self.left_out.append(item)
            self._state = self._state.without(item)
        return None

    def grade(self, question: Question, quality: int, seconds: float, typed: str | None = None) -> Answer:
        """Record an answer and go on; a drill's answer, and one to a card that another session took, records nothing."""
        item = question.card.item
        if question.is_drill:
            self._go_on(replace(self._state, drill=self._state.drill.graded(item, quality)), None)
            return Answer(Outcome.DRILLED, quality, stays=quality < FIRM_QUALITY)
        if (taken := self._taken(question, quality)) is not None:
            return taken
        data: dict[str, Any] = {"quality": quality, "seconds": min(MOST_SECONDS, round(seconds, 1))}
        event = self._store.record(Kind.REVIEWED, item, self._now(), data if typed is None else {**data, "typed": typed})
        rest = self._state.without(item)
        self._go_on(replace(rest, drill=self._state.drill.graded(item, quality), answered=rest.answered + 1), event)
        return Answer(Outcome.RECORDED, quality, self._due(item))

    def suspend(self, question: Question) -> None:
        """Take the card out of every queue until it is resumed or this is undone."""
        item = question.card.item
        self._go_on(self._state.without(item), self._store.record(Kind.SUSPENDED, item, self._now()))

    def undo(self) -> tuple[Undo, str]:
        """Take back the last answer or suspension, of this session or else of the log, and ask its card next.

        Return what was taken back and of which item; for NOT_A_REVIEW the kind and item of the newest event, for NOTHING "".
        """
        if not self._past:
            return self._undo_in_log()
        state, event = self._past.pop()
        item = state.first() or ""
        if event is None:
            self._state = state
            return Undo.DRILL, item
        self._cancel(event)
        # In a drill, a suspension interrupted the drill, and the drill goes on where it was.
        self._state = state if not state.waiting else replace(state, recalled=state.recalled | {item})
        return Undo.ANSWER if event.kind is Kind.REVIEWED else Undo.SUSPENSION, item

    def _undo_in_log(self) -> tuple[Undo, str]:
        with self._store.reading() as connection:
            event = queries.last_step(connection)
        if event is None:
            return Undo.NOTHING, ""
        if not event.item.startswith(CARD_PREFIX) or event.kind not in (Kind.REVIEWED, Kind.SUSPENDED) or not self._library.has(event.item):
            return Undo.NOT_A_REVIEW, f"{event.kind} {event.item}"
        self._cancel(event)
        self._state = self._state.recalling(event.item)
        return Undo.ANSWER if event.kind is Kind.REVIEWED else Undo.SUSPENSION, event.item

    def _cancel(self, event: Event) -> None:
        self._store.take_back(event, self._now())

    def _taken(self, question: Question, quality: int) -> Answer | None:
        item = question.card.item
        memory = self._store.memory(item)
        if _reviewed(memory) == _reviewed(question.memory):
            return None
        self._state = self._state.without(item)
        return Answer(Outcome.ELSEWHERE, quality, memory.due if memory else None)

    def _go_on(self, state: _State, event: Event | None) -> None:
        self._past.append((self._state, event))
        self._state = state

    def _question(self, item: str, memory: ItemMemory | None) -> Question:
        card, is_drill = self._library.card(item), not self._state.waiting
        number = 1 if is_drill else self.answered + 1
        total = self.to_drill if is_drill else self.answered + self.to_go
        return Question(card, memory, number, total, is_drill, self.today)

    def _is_open(self, item: str, memory: ItemMemory | None) -> bool:
        if memory is None or memory.suspended:
            return memory is None
        return not self._state.waiting or item in self._state.recalled or memory.reviews == 0 or memory.is_due(self.today)

    def _due(self, item: str) -> date | None:
        memory = self._store.memory(item)
        return memory.due if memory else None


def _reviewed(memory: ItemMemory | None) -> tuple[object, ...]:
    """What another session's answer would change; a nudge moves the due date, too, but leaves the card to be asked."""
    return (memory.reviews, memory.schedule, memory.last, memory.suspended) if memory else (0, NEW, None, False)
