"""Where each exercise and card stands for the learner: one word, from the log and the work in progress."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from studykit.memory.curriculum import Stage
from studykit.memory.scheduler import EXERCISE_PREFIX
from studykit.progress.fold import ItemMemory
from studykit.progress.store import Store

if TYPE_CHECKING:
    from studykit.content.pack import Library
    from studykit.content.register import Register


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


def stages(taught: "Library | Register", store: Store) -> list[Stage]:
    """The curriculum as `choose` sees it."""
    known = {memory.item: memory for memory in store.all_memory()}
    at_work = {workspace.item for workspace in store.workspaces()}
    exercises = ((id, f"{EXERCISE_PREFIX}{id}", exercise.requires) for id, exercise in taught.exercises.items())
    return [_stage(id, requires, known.get(item), item in at_work) for id, item, requires in exercises]


def _stage(id: str, requires: tuple[str, ...], memory: ItemMemory | None, in_progress: bool) -> Stage:
    if memory is None:
        return Stage(id, requires, in_progress=in_progress)
    state = (memory.passed, memory.due, memory.suspended, in_progress, memory.introduced, memory.last, memory.is_brought)
    return Stage(id, requires, *state)
