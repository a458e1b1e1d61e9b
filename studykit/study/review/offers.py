"""What a learner can do about a card apart from answering it: the exercise on its concept, named so that it can be typed."""

from studykit.content.concepts import Nearness, exercises_on
from studykit.content.deck import Card
from studykit.content.pack import Library

_MOST = 2


def offer(card: Card, library: Library) -> str:
    """The call that hands out the exercise nearest to the card, in a sentence."""
    nearness, exercises = exercises_on(card, library.exercises.values())
    if not exercises:
        return f"No exercise is near {card.item}; `studykit next` gives you the one to do now."
    calls = " or ".join(f"`studykit next {exercise.id}`" for exercise in exercises[:_MOST])
    match nearness:
        case Nearness.CARD:
            return f"The exercise on it: {calls}"
        case Nearness.SOURCE:
            return f"An exercise from the same source: {calls}"
    return f"No exercise is about this card; on its topic: {calls}"


def leech_offer(card: Card, lapses: int, library: Library) -> str:
    """That a card forgotten so many times is suspended, and the ways on."""
    told = f"Leech: {card.item} was forgotten {lapses} times and is suspended."
    return f"{told} {offer(card, library)}. Or reword it ({card.file}:{card.line}); `studykit resume {card.item}` asks it again."
