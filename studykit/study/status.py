"""Where each exercise and card stands for the learner: one word, from the log and the work in progress."""

from datetime import date
from enum import StrEnum

from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.memory.curriculum import Stage
from studykit.progress.fold import ItemMemory
from studykit.progress.store import Store


class Status(StrEnum):
    """What `list` shows."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    GIVEN_UP = "given_up"
    PASSED = "passed"
    LEARNING = "learning"
    DUE = "due"
    SUSPENDED = "suspended"


def exercise_status(memory: ItemMemory | None, in_progress: bool, today: date) -> Status:
    """The status of an exercise; one that is due is `due` even while its new round is in progress."""
    if memory is not None:
        if memory.suspended:
            return Status.SUSPENDED
        if memory.due is not None and memory.due <= today:
            return Status.DUE
        if memory.passed:
            return Status.PASSED
        if memory.given_up:
            return Status.GIVEN_UP
    started = in_progress or (memory is not None and bool(memory.tries or memory.hints))
    return Status.IN_PROGRESS if started else Status.NEW


def card_status(memory: ItemMemory | None, today: date) -> Status:
    """The status of a card: new, due, learning (it comes back later) or suspended."""
    if memory is None:
        return Status.NEW
    if memory.suspended:
        return Status.SUSPENDED
    if memory.due is None:
        return Status.NEW
    return Status.DUE if memory.due <= today else Status.LEARNING


def stages(library: Library, store: Store) -> list[Stage]:
    """The curriculum as `choose` sees it."""
    known = {memory.item: memory for memory in store.all_memory()}
    at_work = {workspace.item for workspace in store.workspaces()}
    return [_stage(exercise, known.get(exercise.item), exercise.item in at_work) for exercise in library.exercises.values()]


def _stage(exercise: Exercise, memory: ItemMemory | None, in_progress: bool) -> Stage:
    if memory is None:
        return Stage(exercise.id, exercise.requires, in_progress=in_progress)
    state = (memory.passed, memory.due, memory.suspended, in_progress, memory.introduced, memory.last, memory.is_brought)
    return Stage(exercise.id, exercise.requires, *state)
