"""Suspends a card with the review that makes it a leech, so that one undo takes both back."""

from studykit.memory.leech import becomes_leech
from studykit.memory.schedule import LOWEST_RECALL
from studykit.progress.events import REASON, Draft, Kind
from studykit.progress.fold import in_effect
from studykit.progress.queries import CARD_PREFIX
from studykit.progress.store import Store

LEECH = {REASON: "leech"}


def lapses_of_a_leech(store: Store, item: str, quality: int, limit: int) -> int:
    """Return how often a card was forgotten, if a review of this quality makes it a leech; else 0."""
    if quality >= LOWEST_RECALL or not limit or not item.startswith(CARD_PREFIX):
        return 0
    memory = store.memory(item)
    if memory is None or not memory.reviews or memory.suspended:
        return 0
    lapses = memory.lapses + 1
    if lapses < limit:
        return 0
    resumed = sum(event.kind is Kind.RESUMED for event in in_effect(store.events(item)))
    return lapses if becomes_leech(lapses, resumed, limit) else 0


def drafts(review: Draft, lapses: int) -> list[Draft]:
    """Return a review to record, with the suspension that comes with it where the card, forgotten so often, is a leech."""
    return [review, Draft(Kind.SUSPENDED, review.item, LEECH)] if lapses else [review]
