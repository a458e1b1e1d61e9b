"""The reviews of cards as an optimizer reads them: card by card, and divided by time into those to learn from and those to judge by."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from studykit.memory.calibration import History
from studykit.progress.practice import Review
from studykit.progress.retention import CARD_PREFIX

OfACard = Sequence[Review]  # its reviews in order of time
Place = tuple[date, str]  # a review's day and item: days are whole, so the order within one does not matter, but is to be the same always


def card_histories(reviews: Iterable[Review], most_of_a_card: int) -> list[OfACard]:
    """Return the first reviews of each card, from reviews in the order of Practice; a pass of an exercise says nothing about cards."""
    cards = (review for review in reviews if review.item.startswith(CARD_PREFIX))
    return [list(of_card)[:most_of_a_card] for _, of_card in groupby(cards, key=attrgetter("item"))]


def predicted(histories: Iterable[OfACard]) -> list[Review]:
    """Return the reviews that FSRS predicts, in order of time: those a day or more after the one before."""
    return sorted((review for history in histories for review in history if review.days_since), key=place_of)


def earlier(histories: Iterable[OfACard], place: Place) -> list[OfACard]:
    """Return what there was before a place in the log, without the cards of which nothing was."""
    cut = ([review for review in history if place_of(review) < place] for history in histories)
    return [history for history in cut if history]


def place_of(review: Review) -> Place:
    """Return where a review stands in the order of time."""
    return review.day, review.item


def as_history(history: OfACard) -> History:
    """Return the reviews of a card as whole days since the one before, with the quality."""
    return [(review.days_since or 0, review.quality) for review in history]
