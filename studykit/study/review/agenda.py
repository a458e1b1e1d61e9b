"""What a review has before it, read from log and library: today's plan, the drill still open, and what comes after."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from studykit.memory.backlog import risk
from studykit.memory.device_share import Share
from studykit.memory.queue import Concepts, Drill, NewCards, Plan, Ration, plan_day
from studykit.memory.scheduler import EXERCISE_PREFIX
from studykit.progress import study_day
from studykit.progress.known_devices import share_of_new
from studykit.progress.practice import group_of
from studykit.progress.queries import CARD_PREFIX
from studykit.progress.store import Store
from studykit.settings import Settings
from studykit.study.review.day import asked, due_cards, introduced, repetitions
from studykit.study.review.hunts import HuntsToday, hunts_today

if TYPE_CHECKING:
    from studykit.content.deck import Card
    from studykit.content.pack import Library
    from studykit.content.register import Register

MODE, DRILL, CRAM = "mode", "drill", "cram"
CARDS_BEFORE_A_HUNT = 7
FOLLOWED = 2  # exercises whose new cards come first: the one in progress, and the one before


@dataclass(frozen=True, slots=True)
class Scope:
    """What a review is about: some decks and tags, or all if both are empty, those that hold the text `search`, and how much of it a day
    takes.

    `exercises_a_day`, `hunts_a_day` and `leech_lapses` are as in the settings. At most `new_a_day` cards are met for the first time in a
    day; they wait while there is a backlog, unless `new_in_backlog`.
    `is_cram`: all cards of the scope, due or not, and no schedule is changed.
    """

    new_a_day: int
    decks: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    reviews_a_day: int = 200
    exercises_a_day: int = 1
    hunts_a_day: int = 3
    leech_lapses: int = 8
    new_in_backlog: bool = False
    is_cram: bool = False
    search: str = ""

    def cards(self, library: "Library") -> "dict[str, Card]":
        """The cards of these decks and tags by item, in the library's order."""
        return {card.item: card for card in library.cards.values() if self._holds(card)}

    def has_hunt(self, item: str) -> bool:
        """Whether a hunt is of this scope: of a topic named as its decks; tags and texts are of cards alone, and a cram has no hunt."""
        return not (self.is_cram or self.tags or self.search) and (not self.decks or group_of(item) in self.decks)

    def _holds(self, card: "Card") -> bool:
        is_chosen = (not self.decks or card.deck in self.decks) and (not self.tags or not self.tags.isdisjoint(card.tags))
        return is_chosen and (not self.search or card.holds(self.search))


def scope_of(settings: Settings, new: int | None = None) -> Scope:
    """All cards, as the settings have it; `new` new ones instead of their number, then in spite of a backlog."""
    return Scope(
        settings.new_cards_a_day if new is None else new,
        reviews_a_day=settings.reviews_a_day,
        exercises_a_day=settings.exercises_a_day,
        hunts_a_day=settings.hunts_a_day,
        leech_lapses=settings.leech_lapses,
        new_in_backlog=new is not None,
    )


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next day on which cards are due, and how many."""

    day: date
    cards: int


def todays_plan(store: Store, library: "Library", today: date, scope: Scope) -> Plan:
    """Return the items to ask today, and those that wait although they are due."""
    return plan_among(store, scope.cards(library), library, today, scope)


def plan_among(store: Store, cards: Collection[str], taught: "Library | Register", today: date, scope: Scope) -> Plan:
    """The same of these items of cards, in the library's order; a register will do for it."""
    had = asked(store, today)
    met = introduced(store, today, had)
    room, new_room = scope.reviews_a_day - (len(had) - met), scope.new_a_day - met
    ration = Ration(room, new_room, scope.new_in_backlog, scope.new_a_day, share_of_new(store) if new_room > 0 else Share())
    new = new_cards(store, cards, today) if new_room > 0 else []
    concepts = Concepts(taught.siblings, frozenset(had))
    return plan_day(due_cards(store, cards.__contains__, today), new, ration, concepts, _on_the_exercises(store, taught, new))


def woven(cards: Sequence[str], hunts: Sequence[str]) -> tuple[str, ...]:
    """Cards with a hunt after every few of them, and with those that are left after the last: who stops early has had some of both."""
    items, waiting = [], list(hunts)
    for number, card in enumerate(cards, 1):
        items.append(card)
        if waiting and number % CARDS_BEFORE_A_HUNT == 0:
            items.append(waiting.pop(0))
    return (*items, *waiting)


def todays_hunts(store: Store, library: "Library", today: date, scope: Scope) -> HuntsToday:
    """Return the hunts to ask today, `items` in order, and those that wait although they are due."""
    return hunts_today(store, lambda item: scope.has_hunt(item) and library.has(item), today, scope.hunts_a_day)


def reviews_had(store: Store, today: date) -> int:
    """Return how many of the day's reviews of cards met before were done."""
    had = asked(store, today)
    return len(had) - introduced(store, today, had)


def open_drill(store: Store, cards: Collection[str], today: date) -> Drill:
    """Return the drill of these items that today's reviews and drills so far left open, in this session or an earlier one."""
    drill = Drill()
    for event in repetitions(store, today):
        if event.item in cards and event.data.get(MODE, DRILL) == DRILL:
            drill = drill.graded(event.item, event.data["quality"])
    return _without_those_left_out(store, drill, today)


def cram(store: Store, cards: Collection[str], today: date) -> Drill:
    """Return all these items as one drill, those met before by risk, then those not met in their order."""
    met = {memory.item: memory for memory in store.all_memory() if memory.item in cards and memory.reviews}
    by_risk = sorted(met.values(), key=lambda memory: (-risk(memory.counted, memory.interval_days, today), memory.item))
    items = [*(memory.item for memory in by_risk), *(item for item in cards if item not in met)]
    return _without_those_left_out(store, Drill(tuple(items)), today)


def new_cards(store: Store, cards: Collection[str], today: date) -> list[NewCards]:
    """Return the cards never met that a day could bring, deck by deck."""
    with store.reading() as connection:
        known = study_day.not_new(connection, today)
    decks: dict[str, list[str]] = {}
    for item in cards:
        if item not in known:
            decks.setdefault(group_of(item), []).append(item)
    return [NewCards(deck, tuple(items)) for deck, items in decks.items()]


def _on_the_exercises(store: Store, taught: "Library | Register", new: list[NewCards]) -> list[str]:
    """Those of the new cards that are on the exercise in progress, or on those worked on before it."""
    known = {item for deck in new for item in deck.items}
    exercises = [item.removeprefix(EXERCISE_PREFIX) for item in reversed(store.worked_on()) if taught.has(item)]
    cards = [f"{CARD_PREFIX}{card}" for exercise in exercises[:FOLLOWED] for card in taught.exercises[exercise].cards]
    return [card for card in dict.fromkeys(cards) if card in known]


def upcoming(store: Store, library: "Library", today: date, scope: Scope) -> Upcoming | None:
    """Return when the next cards after today are due; None if there are none."""
    cards = scope.cards(library)
    found: Upcoming | None = None
    with store.reading() as connection:
        for item, due in study_day.later_cards(connection, today):
            if found and due > found.day:
                break
            if item in cards:
                found = Upcoming(due, found.cards + 1 if found else 1)
    return found


def _without_those_left_out(store: Store, drill: Drill, today: date) -> Drill:
    kept = []
    for item in drill.waiting:
        memory = store.memory(item)
        if memory is None or not (memory.suspended or memory.buried == today):
            kept.append(item)
    return Drill(tuple(kept))
