"""What a review asks and in which order, so that a session is the same wherever it runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

DECKS_AT_ONCE = 3
FIRM_QUALITY = 4


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card whose day has come."""

    item: str
    deck: str
    due: date


@dataclass(frozen=True, slots=True)
class NewCards:
    """The cards of a deck that were never reviewed, in the deck's order."""

    deck: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drill:
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


def review_queue(due: Iterable[DueCard], new: Sequence[NewCards], new_a_day: int, introduced_today: int) -> list[str]:
    """Return the items of today's review: due cards by deck in turn, today's new cards woven evenly between them."""
    return weave(order_due(due), choose_new(new, new_a_day - introduced_today))


def order_due(due: Iterable[DueCard]) -> list[str]:
    """Return the due items, most overdue first, the decks taking turns; the deck with the most overdue card begins."""
    decks: dict[str, list[str]] = {}
    for card in sorted(due, key=lambda card: (card.due, card.item)):
        decks.setdefault(card.deck, []).append(card.item)
    return _take_turns(list(decks.values()))


def choose_new(new: Sequence[NewCards], limit: int) -> list[str]:
    """Return at most `limit` new items: three decks at once take turns, and the next deck joins when one of them is used up."""
    waiting = [list(deck.items) for deck in new if deck.items]
    chosen: list[str] = []
    while waiting and len(chosen) < limit:
        turn = waiting[:DECKS_AT_ONCE]
        chosen += [items.pop(0) for items in turn]
        waiting = [items for items in waiting if items]
    return chosen[: max(0, limit)]


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
