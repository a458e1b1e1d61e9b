"""Which of the due cards belong to today; apart from the queue, because a shell prompt needs no more than their number."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from studykit.memory.backlog import BROUGHT_TODAY


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card whose day has come; `risk` as in `backlog.risk`."""

    item: str
    deck: str
    due: date
    risk: float = 1.0


def share_out(
    due: Iterable[DueCard], room: int, siblings: Mapping[str, Collection[str]], asked: set[str]
) -> tuple[list[DueCard], list[str], list[str]]:
    """Split due cards, those most at risk first, into today's, those of a concept asked today, and those beyond the day's room.

    `asked` grows by today's."""
    today: list[DueCard] = []
    same_concept: list[str] = []
    beyond: list[str] = []
    for card in sorted(due, key=most_at_risk):
        is_brought = card.risk == BROUGHT_TODAY
        if len(today) >= room and not is_brought:
            beyond.append(card.item)
        elif not asked.isdisjoint(siblings.get(card.item, ())) and not is_brought:
            same_concept.append(card.item)
        else:
            today.append(card)
            asked.add(card.item)
    return today, same_concept, beyond


def most_at_risk(card: DueCard) -> tuple[float, date, str]:
    """Return what to sort cards by."""
    return (-card.risk, card.due, card.item)
