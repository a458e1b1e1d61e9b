"""What the shell offers when a learner presses Tab."""

from studykit.content.hunted import has_hunts
from studykit.errors import StudykitError
from studykit.memory.scheduler import HUNT_PREFIX
from studykit.study.desk import Desk


def complete_item(incomplete: str) -> list[str]:
    """Items: card:deck/slug, exercise:topic/slug and hunt:topic/slug; without these words where the id was begun without."""
    names = _names()
    found = [item for item in names if item.startswith(incomplete)]
    return found or list(dict.fromkeys(id for item in names if (id := item.partition(":")[2]).startswith(incomplete)))


def complete_exercise(incomplete: str) -> list[str]:
    """Ids of exercises: topic/slug."""
    return [item.removeprefix("exercise:") for item in _names() if item.startswith(f"exercise:{incomplete}")]


def _names() -> list[str]:
    try:
        library = Desk().library
    except StudykitError:
        return []  # a broken pack is told by commands, not in the middle of typing
    hunts = (f"{HUNT_PREFIX}{id}" for id, exercise in library.exercises.items() if has_hunts(exercise))
    return [*(exercise.item for exercise in library.exercises.values()), *(card.item for card in library.cards.values()), *hunts]
