"""What the shell offers when a learner presses Tab."""

from studykit.errors import StudykitError
from studykit.study.desk import Desk


def complete_item(incomplete: str) -> list[str]:
    """Items: card:deck/slug and exercise:topic/slug."""
    return [item for item in _names() if item.startswith(incomplete)]


def complete_exercise(incomplete: str) -> list[str]:
    """Ids of exercises: topic/slug."""
    return [item.removeprefix("exercise:") for item in _names() if item.startswith(f"exercise:{incomplete}")]


def _names() -> list[str]:
    try:
        library = Desk().library
    except StudykitError:
        return []  # a broken pack is told by commands, not in the middle of typing
    return [*(exercise.item for exercise in library.exercises.values()), *(card.item for card in library.cards.values())]
