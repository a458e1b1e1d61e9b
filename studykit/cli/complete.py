"""What the shell offers when a learner presses Tab."""

from studykit.errors import StudykitError
from studykit.study.desk import Desk


def complete_item(incomplete: str) -> list[str]:
    """Items: card:deck/slug and exercise:topic/slug; without these words where the id was begun without."""
    names = _names()
    found = [item for item in names if item.startswith(incomplete)]
    return found or [id for item in names if (id := item.partition(":")[2]).startswith(incomplete)]


def complete_exercise(incomplete: str) -> list[str]:
    """Ids of exercises: topic/slug."""
    return [item.removeprefix("exercise:") for item in _names() if item.startswith(f"exercise:{incomplete}")]


def _names() -> list[str]:
    try:
        library = Desk().library
    except StudykitError:
        return []  # a broken pack is told by commands, not in the middle of typing
    return [*(exercise.item for exercise in library.exercises.values()), *(card.item for card in library.cards.values())]
