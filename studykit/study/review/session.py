"""A review as a state machine: which card or hunt is asked, and what an answer, an undo or a burial does; it prints and reads nothing."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from studykit.content.deck import Card
from studykit.content.pack import Library
from studykit.errors import UnknownItem
from studykit.memory.calendar import study_day
from studykit.memory.queue import FIRM_QUALITY, Drill, Plan
from studykit.memory.schedule import NEW
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.progress import queries, recording_order
from studykit.progress.events import Draft, Event, Kind
from studykit.progress.fold import ItemMemory, in_effect
from studykit.progress.queries import CARD_PREFIX
from studykit.progress.store import Store
from studykit.progress.study_day import last_seen
from studykit.study.review.agenda import CRAM, DRILL, MODE, Scope, cram, open_drill, plan_among, woven
from studykit.study.review.leeches import drafts, lapses_of_a_leech
from studykit.study.review.question import Answer, Outcome, Question
from studykit.study.review.reversal import REVERSALS, Reversal, after, before, is_of_a_review, restored
from studykit.study.review.sides import fingerprint
from studykit.study.review.state import Given, State

if TYPE_CHECKING:
    from studykit.study.hunting.now import HuntNow, HuntShelf
    from studykit.study.hunting.recording import Recorded
    from studykit.study.hunting.tries import Tries

MOST_SECONDS = 600
SEEN = "answer"  # in the data of a repetition: the fingerprint of the answer that the learner saw


class ReviewSession:
    """Today's cards with the bug hunts `hunts` among them, then the drill; or a cram, which is one drill; or without `has_cards` the
    hunts alone. What a method did is in the log when it returns.

    `now` tells the aware time of an event. `plan` is the day as it was planned at the beginning. Whoever gives hunts, or none of those that
    there could be, asks `hunt()` before `question()`; a hunt that is not due is asked all the same. Without `hunts`, no undo reaches one.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        scope: Scope,
        now: Callable[[], datetime],
        hunts: Sequence[str] | None = None,
        has_cards: bool = True,
    ) -> None:
        self._store, self._library, self._now = store, library, now
        self._leech_lapses = scope.leech_lapses
        self._mode = CRAM if scope.is_cram else DRILL
        self._asks = (*(CARD_PREFIX,) * has_cards, *(HUNT_PREFIX,) * (hunts is not None))
        self._shelf: HuntShelf | None = None
        cards = scope.cards(library) if has_cards else {}
        self.plan = plan_among(store, cards, library, self.today, scope) if has_cards and not scope.is_cram else Plan()
        drill = (cram if scope.is_cram else open_drill)(store, cards, self.today) if has_cards else Drill()
        early = frozenset(item for item in hunts or () if not self._is_due(store.memory(item)))
        self._state = State(woven(self.plan.items, hunts or ()), drill, recalled=early)
        self._past: list[tuple[State, Event]] = []
        self._undone: list[tuple[State, Event]] = []
        self._edited: set[str] = set()
        self.left_out: list[str] = []

    @property
    def today(self) -> date:
        """The study day of now."""
        return study_day(self._now(), self._store.rollover_hour)

    @property
    def is_cram(self) -> bool:
        return self._mode == CRAM

    @property
    def answered(self) -> int:
        """How many answers of this session are in the log and not undone, without the drill's."""
        return self._state.answered

    @property
    def to_go(self) -> int:
        """How many cards of the queue are still to be asked."""
        return len(self._state.waiting)

    @property
    def to_drill(self) -> int:
        """How many cards are still to be drilled."""
        return len(self._state.drill.waiting)

    @property
    def state(self) -> State:
        """What was done so far and what is still to be asked."""
        return self._state

    def question(self) -> Question | None:
        """Return what to ask now, None at the end; a card that another session took, or that its pack lost, joins `left_out`."""
        item, memory = self._first()
        return self._question(item, memory) if item else None

    def hunt(self) -> "HuntNow | None":
        """Return the hunt that comes now; None where a card comes, or nothing. One that no program serves for joins `left_out`."""
        while (item := self._first()[0]).startswith(HUNT_PREFIX):
            try:
                return self._hunts.now(item, self.answered + 1, self.answered + self.to_go)
            except UnknownItem:
                self._leave_out(item)
        return None

    def read_ahead(self) -> None:
        """Read what the next hunt is made of and choose it, while somebody reads something else."""
        coming = next((item for item in self._state.waiting if item.startswith(HUNT_PREFIX)), "")
        if coming and self._library.has(coming):
            with suppress(UnknownItem):  # said when it comes
                self._hunts.now(coming)

    def hunted(self, now: "HuntNow", tries: "Tries", seconds: float = 0.0) -> "Recorded | None":
        """Record a hunt that is done, which took so many seconds, and go on; None, and nothing recorded, if another session did it."""
        from studykit.study.hunting.recording import record_hunt  # start-up time: most reviews have no hunt

        rest = self._state.without(now.item)
        if self._hunts.done(now.item) != now.done:
            self._state = rest
            return None
        recorded = record_hunt(self._store, now, tries, seconds, self._now())
        given = Given(now.item, recorded.quality, recorded.event.data["seconds"], is_drill=False)
        self._go_on(replace(rest, given=(*rest.given, given)), recorded.event)
        return recorded

    def answer(self, question: Question, quality: int, seconds: float = 0.0, typed: str | None = None) -> Answer:
        """Record an answer of this quality (0 to 5), which took so many seconds, and go on; one to a card that another session took records
        nothing."""
        if not question.is_drill and (taken := self._taken(question, quality)) is not None:
            return taken
        item = question.card.item
        given = Given(item, quality, min(MOST_SECONDS, round(seconds, 1)), question.is_drill)
        data: dict[str, Any] = {"quality": quality, "seconds": given.seconds, SEEN: fingerprint(question.card)}
        if question.is_drill:
            self._record(Kind.DRILLED, item, self._state.graded(given), {**data, MODE: self._mode})
            return Answer(Outcome.DRILLED, quality, stays=quality < FIRM_QUALITY)
        leech_lapses = lapses_of_a_leech(self._store, item, quality, self._leech_lapses)
        review = Draft(Kind.REVIEWED, item, data if typed is None else {**data, "typed": typed})
        event, *_ = self._store.record_all(drafts(review, leech_lapses), self._now())
        self._go_on(self._state.graded(given, leech_lapses), event)
        memory = self._store.memory(item)
        return Answer(Outcome.RECORDED, quality, memory.due if memory else None, leech_lapses=leech_lapses)

    def suspend(self, question: "Question | HuntNow") -> None:
        """Take the item out of every queue until it is resumed or this is undone."""
        self._record(Kind.SUSPENDED, question.item, self._state.without(question.item))

    def bury(self, question: "Question | HuntNow") -> None:
        """Ask the item no more today."""
        self._record(Kind.BURIED, question.item, self._state.without(question.item))

    def flag(self, question: "Question | HuntNow") -> bool:
        """Flag the item, or take its flag away; return whether it is flagged now."""
        item = question.item
        memory = self._store.memory(item)
        is_flagged = memory is None or not memory.flagged
        self._record(Kind.FLAGGED if is_flagged else Kind.UNFLAGGED, item, self._state.flagging(item, is_flagged))
        return is_flagged

    def events(self, question: "Question | HuntNow") -> tuple[ItemMemory | None, list[Event]]:
        """What is known of the item now, and its events."""
        return self._store.memory(question.item), self._store.events(question.item)

    def edited(self, question: Question, library: Library) -> Card | None:
        """Go on with packs that were read again after the card was edited; return the card as it is now, None if it is gone."""
        self._library = library
        self._edited.add(question.card.item)
        return library.cards.get(question.card.id)

    def undo(self) -> tuple[Reversal, str]:
        """Take back what was done last, in this session or else in the log, and ask its card next.

        Return what was taken back and of which item; for NOT_A_REVIEW the kind and item of the newest event, for NOTHING "".
        """
        if self._past:
            state, event = self._past.pop()
            return self._step_back(event, restored(state, event))
        with self._store.reading() as connection:
            last = recording_order.last_step(connection)
        if last is None or not self._is_known(last):
            return _nothing(last)
        return self._step_back(last, before(self._state, self._of_today(last), self._mode))

    def redo(self) -> tuple[Reversal, str]:
        """Bring back what was undone last, unless something was done since; return as `undo` does."""
        with self._store.reading() as connection:
            undo = recording_order.last_undo(connection)
            last = undo and queries.event(connection, undo.data["event"])
        if last is None or not self._is_known(last):
            return _nothing(last)
        last = self._store.redo(self._now())
        if last is None or not self._is_known(last):
            return _nothing(last)  # another session was quicker
        state, event = self._undone.pop() if self._undone else (self._state, None)
        self._past.append((self._state, last))
        named = self._of_today(last)
        self._state = state if event and event.id == last.id else after(self._state, named, self._mode)
        return REVERSALS[last.kind], named.item

    @property
    def _hunts(self) -> "HuntShelf":
        from studykit.study.hunting.now import HuntShelf  # start-up time: most reviews have no hunt

        self._shelf = self._shelf or HuntShelf(self._store, self._library)
        return self._shelf

    def _first(self) -> tuple[str, ItemMemory | None]:
        """What comes first and can be asked, with its memory; "" at the end."""
        while item := self._state.first():
            memory = self._store.memory(item)
            if self._library.has(item) and self._is_open(item, memory):
                return item, memory
            self._leave_out(item)
        return "", None

    def _leave_out(self, item: str) -> None:
        self.left_out.append(item)
        self._state = self._state.without(item)

    def _step_back(self, event: Event, state: State) -> tuple[Reversal, str]:
        self._undone.append((self._state, event))
        self._store.take_back(event, self._now())
        self._state = state
        return REVERSALS[event.kind], self._of_today(event).item

    def _is_known(self, event: Event) -> bool:
        return is_of_a_review(event, self._asks) and self._library.has(self._of_today(event).item)

    def _of_today(self, event: Event) -> Event:
        """An event under the name that its card has now."""
        return replace(event, item=self._store.now_called(event.item))

    def _record(self, kind: Kind, item: str, state: State, data: dict[str, Any] | None = None) -> None:
        self._go_on(state, self._store.record(kind, item, self._now(), data))

    def _go_on(self, state: State, event: Event) -> None:
        self._past.append((self._state, event))
        self._undone.clear()
        self._state = state

    def _taken(self, question: Question, quality: int) -> Answer | None:
        item = question.card.item
        memory = self._store.memory(item)
        if _standing(memory) == _standing(question.memory):
            return None
        self._state = self._state.without(item)
        return Answer(Outcome.ELSEWHERE, quality, memory.due if memory else None)

    def _question(self, item: str, memory: ItemMemory | None) -> Question:
        card, is_drill = self._library.card(item), not self._state.waiting
        number = 1 if is_drill else self.answered + 1
        total = self.to_drill if is_drill else self.answered + self.to_go
        return Question(card, memory, number, total, is_drill, self.today, self._has_changed(card, memory), self._store.scheduler)

    def _has_changed(self, card: Card, memory: ItemMemory | None) -> bool:
        if memory is None or card.item in self._edited:
            return False
        seen = last_seen(in_effect(self._store.events(card.item)), SEEN)
        return seen is not None and seen != fingerprint(card)

    def _is_due(self, memory: ItemMemory | None) -> bool:
        return memory is not None and memory.is_due(self.today)

    def _is_open(self, item: str, memory: ItemMemory | None) -> bool:
        if memory is None:
            return True
        if memory.suspended or memory.buried == self.today:
            return False
        return not self._state.waiting or item in self._state.recalled or memory.reviews == 0 or memory.is_due(self.today)


def _standing(memory: ItemMemory | None) -> tuple[object, ...]:
    """What another session's answer would change; a nudge moves the due date, too, but leaves the card to be asked."""
    if memory is None:
        return (0, NEW, None, False, None)
    return (memory.reviews, memory.schedule, memory.last, memory.suspended, memory.buried)


def _nothing(event: Event | None) -> tuple[Reversal, str]:
    return (Reversal.NOT_A_REVIEW, f"{event.kind} {event.item}") if event else (Reversal.NOTHING, "")
