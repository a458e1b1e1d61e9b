"""What a review asks and in which order, so that a session is the same wherever it runs."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from studykit.memory.device_share import Share, own_first
from studykit.memory.share import DueCard, most_urgent, share_out

DECKS_AT_ONCE = 3
FIRM_QUALITY = 4


class NewCards(NamedTuple):
    """The cards of a deck that were never reviewed, in the deck's order."""

    deck: str
    items: tuple[str, ...]


class Ration(NamedTuple):
    """How much of a day is left: reviews of cards already met, new cards, and whether new ones come in spite of a backlog.

    `new_a_day` of a whole day, and which new cards fall to this device.
    """

    reviews: int
    new: int
    new_in_backlog: bool = False
    new_a_day: int = 10
    share: Share = Share()


class Plan(NamedTuple):
    """What a day asks, in order, and what it leaves of the cards that are due.

    `same_concept` wait because the day asks, or has asked, a card of the same concept; `beyond` is what exceeds the day's ration, the most
    at risk first.
    """

    items: tuple[str, ...] = ()
    same_concept: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    due_today: int = 0

    @property
    def due(self) -> int:
        """How many cards are due, those that wait included."""
        return self.due_today + len(self.same_concept) + len(self.beyond)


class Concepts(NamedTuple):
    """The cards of the same concept as a card, and the cards that the day has asked already; two of one concept give each other away."""

    siblings: Mapping[str, Collection[str]]
    asked: frozenset[str] = frozenset()


class Drill(NamedTuple):
    """The cards graded below 4 today, to be asked again until 4 or better; drills change nothing in a schedule."""

    waiting: tuple[str, ...] = ()

    @property
    def first(self) -> str | None:
        """The card to ask next; None when the drill is over."""
        return self.waiting[0] if self.waiting else None

    def graded(self, item: str, quality: int) -> "Drill":
        """Return the drill after a grade, in the review or in the drill itself: 4 or better leaves, less goes to the end."""
        others = self.without(item)
        return others if quality >= FIRM_QUALITY else Drill((*others.waiting, item))

    def without(self, item: str) -> "Drill":
        """Return the drill without a card, as after an undo or a suspension."""
        return Drill(tuple(waiting for waiting in self.waiting if waiting != item))


def plan_day(
    due: Iterable[DueCard], new: Sequence[NewCards], ration: Ration, concepts: Concepts | None = None, first: Sequence[str] = ()
) -> Plan:
    """Return today's review.

    What fits into the day comes by deck in turn; where more is due, those most at risk come, one by one, and new cards wait. Of a concept
    only the card most at risk is asked, and a due one before a new one; a card that a failed test brought is asked whatever else is.
    The new cards of `first` come before the others.
    """
    asked = set(concepts.asked if concepts else ())
    siblings = concepts.siblings if concepts else {}
    today, same_concept, beyond = share_out(due, ration.reviews, siblings, asked)
    order = [card.item for card in today] if beyond else order_due(today)
    room = ration.new if ration.new_in_backlog or not beyond else 0
    fresh = own_first(dict.fromkeys(chain(first, _new_in_turn(new))), ration.share, ration.new_a_day)
    chosen = list(islice(_apart(fresh, siblings, asked), max(0, room)))
    return Plan(tuple(weave(order, chosen)), tuple(same_concept), tuple(beyond), len(order))


def order_due(due: Iterable[DueCard]) -> list[str]:
    """Return the due items, the most urgent first, the decks taking turns; the deck of the first card begins."""
    decks: dict[str, list[str]] = {}
    for card in sorted(due, key=most_urgent):
        decks.setdefault(card.deck, []).append(card.item)
    return _take_turns(list(decks.values()))


def weave(due: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return both in their own orders, the new ones at even distances and never before the first due one."""
    woven: list[str] = []
    taken = 0
    for place, item in enumerate(new, start=1):
        until = -(-place * len(due) // (len(new) + 1))
        woven += [*due[taken:until], item]
        taken = until
    return [*woven, *due[taken:]]


def _take_turns(decks: Sequence[Sequence[str]]) -> list[str]:
    rounds = max(map(len, decks), default=0)
    return [deck[turn] for turn in range(rounds) for deck in decks if turn < len(deck)]


def _apart(items: Iterable[str], siblings: Mapping[str, Collection[str]], asked: set[str]) -> Iterator[str]:
    for item in items:
        if asked.isdisjoint(siblings.get(item, ())):
            asked.add(item)
            yield item


def _new_in_turn(new: Sequence[NewCards]) -> Iterator[str]:
    waiting = [deque(deck.items) for deck in new if deck.items]
    while waiting:
        for items in waiting[:DECKS_AT_ONCE]:
            yield items.popleft()
        waiting = [items for items in waiting if items]
