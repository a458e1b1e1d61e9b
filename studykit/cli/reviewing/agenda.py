"""What a review has before it, read from log and library: today's queue, the drill still open, and what comes after."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from studykit.content.deck import Card
from studykit.content.pack import Library
from studykit.memory.queue import Drill, DueCard, NewCards, review_queue
from studykit.progress.events import Event, Kind
from studykit.progress.fold import ItemMemory, in_effect
from studykit.progress.store import Store

CARD_PREFIX = "card:"
EXERCISE_PREFIX = "exercise:"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a review is about: some decks, or all if `decks` is empty; at most `new_a_day` cards are met for the first time in a day."""

    new_a_day: int
    decks: frozenset[str] = frozenset()

    def cards(self, library: Library) -> dict[str, Card]:
        """The cards of these decks by item, in the library's order."""
        return {card.item: card for card in library.cards.values() if not self.decks or card.deck in self.decks}


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next day on which cards are due, and how many."""

    day: date
    cards: int


def todays_queue(store: Store, library: Library, today: date, scope: Scope) -> tuple[str, ...]:
    """Return the items to ask today, due ones and new ones, in their order."""
    cards = scope.cards(library)
    due = [DueCard(memory.item, cards[memory.item].deck, memory.due or today) for memory in _due(store, cards, today)]
    introduced = _introduced(store, today)
    new = _new(store, cards) if introduced < scope.new_a_day else []
    return tuple(review_queue(due, new, scope.new_a_day, introduced))


def open_drill(store: Store, library: Library, today: date, scope: Scope) -> Drill:
    """Return the drill that today's reviews so far left open, in this session or an earlier one."""
    cards = scope.cards(library)
    drill = Drill()
    for event in _reviews(store, today):
        if event.item in cards:
            drill = drill.graded(event.item, event.value)
    for item in drill.waiting:
        memory = store.memory(item)
        if memory is None or memory.suspended:
            drill = drill.without(item)
    return drill


def upcoming(store: Store, library: Library, today: date, scope: Scope) -> Upcoming | None:
    """Return when the next cards after today are due; None if there are none."""
    cards = scope.cards(library)
    later = [memory.due for memory in _due(store, cards, date.max) if memory.due and memory.due > today]
    return Upcoming(later[0], later.count(later[0])) if later else None


def due_exercises(store: Store, library: Library, today: date) -> list[str]:
    """Return the items of the exercises that are due, most overdue first."""
    return [memory.item for memory in store.due(today, EXERCISE_PREFIX) if library.has(memory.item)]


def _due(store: Store, cards: Container[str], day: date) -> list[ItemMemory]:
    return [memory for memory in store.due(day, CARD_PREFIX) if memory.item in cards]


def _new(store: Store, cards: dict[str, Card]) -> list[NewCards]:
    # A card that was nudged before its first review has a due date, and is no longer a new one.
    known = {memory.item for memory in store.all_memory() if memory.reviews or memory.due or memory.suspended}
    decks: dict[str, list[str]] = {}
    for item, card in cards.items():
        if item not in known:
            decks.setdefault(card.deck, []).append(item)
    return [NewCards(deck, tuple(items)) for deck, items in decks.items()]


def _introduced(store: Store, today: date) -> int:
    """How many new cards the day has had; those that a failed test brought are not of the day's ration."""
    items = {event.item for event in _reviews(store, today)}
    return store.introduced_on(today) - sum(_came_by_a_nudge(store, item, today) for item in items)


def _came_by_a_nudge(store: Store, item: str, today: date) -> bool:
    memory = store.memory(item)
    if memory is None or memory.introduced != today or memory.nudged is None:
        return False
    kinds = [event.kind for event in in_effect(store.events(item))]
    return Kind.NUDGED in kinds[: kinds.index(Kind.REVIEWED)]


def _reviews(store: Store, day: date) -> list[Event]:
    reviews = [event for event in store.reviewed_on(day) if event.item.startswith(CARD_PREFIX)]
    return sorted(reviews, key=lambda event: event.id)
