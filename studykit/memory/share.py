"""Which of the due cards belong to today; apart from the queue, because a shell prompt needs no more than their number."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from studykit.memory.backlog import BROUGHT_TODAY

LONGEST_WAIT_DAYS = 3  # of study: then a card goes first, whatever else is due


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card whose day has come; `risk` as in `backlog.risk`; `has_waited`: on LONGEST_WAIT_DAYS since then
    cards were reviewed, but this one was not asked."""

    item: str
    deck: str
    due: date
    risk: float = 1.0
    has_waited: bool = False


def share_out(
    due: Iterable[DueCard], room: int, siblings: Mapping[str, Collection[str]], asked: set[str]
) -> tuple[list[DueCard], list[str], list[str]]:
    """Split due cards into today's, those of a concept asked today, and those beyond the day's room; `asked` grows by today's.

    Those most at risk come first; but a card that has waited comes before them, the longest first, so that each is asked at some time."""
    today: list[DueCard] = []
    same_concept: list[str] = []
    beyond: list[str] = []
    for card in sorted(due, key=most_urgent):
        is_brought = card.risk == BROUGHT_TODAY
        if len(today) >= room and not is_brought:
            beyond.append(card.item)
        elif not asked.isdisjoint(siblings.get(card.item, ())) and not is_brought:
            same_concept.append(card.item)
        else:
            today.append(card)
            asked.add(card.item)
    return today, same_concept, beyond


def most_urgent(card: DueCard) -> tuple[bool, bool, date, float, date, str]:
    """Return what to sort cards by: what a failed test brought today, what has waited, what is most at risk."""
    is_brought = card.risk == BROUGHT_TODAY
    return (not is_brought, not card.has_waited, card.due if card.has_waited else date.min, -card.risk, card.due, card.item)
