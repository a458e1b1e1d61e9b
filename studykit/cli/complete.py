"""What the shell offers when a learner presses Tab."""

from studykit.errors import StudykitError
from studykit.memory.scheduler import EXERCISE_PREFIX, HUNT_PREFIX
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
        register = Desk().register
    except StudykitError:
        return []  # a broken pack is told by commands, not in the middle of typing
    hunts = (f"{HUNT_PREFIX}{id}" for id in register.exercises if id in register.hunts)
    return [*(f"{EXERCISE_PREFIX}{id}" for id in register.exercises), *register.card_items(), *hunts]
