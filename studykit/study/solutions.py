"""The solution of an exercise: free after a pass, or given up for."""

from datetime import date, datetime

from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.progress.events import Kind
from studykit.progress.fold import ItemMemory
from studykit.progress.store import Store


def is_free(memory: ItemMemory | None, today: date) -> bool:
    """Whether the solution may be seen: passed or given up, and not due again."""
    return memory is not None and (memory.given_up or memory.passed) and (memory.due is None or memory.due > today)


def reveal(exercise: Exercise, store: Store, now: datetime, today: date, give_up: bool) -> bool:
    """Allow the solution to be seen, and record it where that gives the exercise up; whether it did. StudykitError where it is neither
    free nor given up."""
    if is_free(store.memory(exercise.item), today):
        return False
    if not give_up:
        raise StudykitError(
            f"{exercise.id} is not passed yet. `studykit hint` helps; `studykit solution {exercise.id} --give-up` shows the solution,"
            " and the exercise comes back in a week."
        )
    store.record(Kind.REVEALED, exercise.item, now, {})
    return True
