"""How well things were recalled: by deck, by how long ago they were last seen, and card by card."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from studykit.memory.schedule import LOWEST_RECALL
from studykit.progress.practice import Review, group_of

Tally = Counter[int]  # how often which quality was given

CARD_PREFIX = "card:"
# First and last day since the review before; None is without end. The first holds what was reviewed again on one day.
INTERVALS = ((0, 0), (1, 1), (2, 7), (8, 30), (31, 90), (91, None))


@dataclass(frozen=True, slots=True)
class Recall:
    """How many reviews of things reviewed before there were, and how many of them recalled it (quality 3 or better)."""

    reviews: int = 0
    recalled: int = 0

    @property
    def retention(self) -> float | None:
        return self.recalled / self.reviews if self.reviews else None


@dataclass(frozen=True, slots=True)
class HardCard:
    """A card that was forgotten: its item, how often, and its reviews after the first."""

    item: str
    lapses: int
    recall: Recall


def by_deck(reviews: Iterable[Review]) -> dict[str, Recall]:
    """Return the recall of each deck whose cards were reviewed again, by deck name."""
    decks: dict[str, Tally] = defaultdict(Counter)
    for (item, quality), count in _again(reviews).items():
        if item.startswith(CARD_PREFIX):
            decks[group_of(item)][quality] += count
    return {deck: _recall(decks[deck]) for deck in sorted(decks)}


def by_interval(reviews: Iterable[Review]) -> dict[tuple[int, int | None], Recall]:
    """Return the recall for each of INTERVALS, the days since the item's review before, whatever a scheduler had asked for."""
    spans: dict[tuple[int, int | None], Tally] = {span: Counter() for span in INTERVALS}
    # Thousands of reviews have hundreds of distances: only of those is the span looked for.
    for (days, quality), count in Counter((days, quality) for _, _, quality, days, _ in reviews if days is not None).items():
        spans[_span_of(days)][quality] += count
    return {span: _recall(tally) for span, tally in spans.items()}


def hardest(reviews: Iterable[Review], among: Iterable[str]) -> list[HardCard]:
    """Return the cards among these items that were forgotten at least once: most lapses first, then lowest retention, then by item."""
    wanted = set(among)
    cards: dict[str, Tally] = defaultdict(Counter)
    for (item, quality), count in _again(reviews).items():
        if item.startswith(CARD_PREFIX) and item in wanted:
            cards[item][quality] = count
    recalls = {item: _recall(tally) for item, tally in cards.items()}
    hard = [HardCard(item, recall.reviews - recall.recalled, recall) for item, recall in recalls.items()]
    return sorted((card for card in hard if card.lapses), key=lambda card: (-card.lapses, card.recall.retention or 0.0, card.item))


def _span_of(days: int) -> tuple[int, int | None]:
    return next((first, last) for first, last in INTERVALS if last is None or days <= last)


def _again(reviews: Iterable[Review]) -> Counter[tuple[str, int]]:
    """How often each item was reviewed again with each quality: a few numbers, from which the rest is quick."""
    return Counter((item, quality) for item, _, quality, days, _ in reviews if days is not None)


def _recall(tally: Tally) -> Recall:
    return Recall(tally.total(), sum(count for quality, count in tally.items() if quality >= LOWEST_RECALL))
