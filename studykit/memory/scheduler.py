"""What a scheduler is, and which ones there are: the log stays, and any of them can be folded over it."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from studykit.memory.ladder import ExerciseLadder
from studykit.memory.schedule import Schedule, State, Step
from studykit.memory.sm2 import SM2


class SchedulerName(StrEnum):
    """What settings and `--under` call them."""

    SM2 = "sm2"
    FSRS = "fsrs"


class Scheduler(Protocol):
    """Decides when an item comes back; a value that is passed as an argument, never a global."""

    @property
    def name(self) -> str:
        """One of SchedulerName."""

    @property
    def key(self) -> str:
        """The name with all that the schedules depend on, as the cache remembers it."""

    def advance(self, state: State, quality: int, elapsed_days: int) -> State:
        """Return the state after a review of quality 0 to 5, so many days after the last one; any other quality is a ValueError."""

    def hold(self, state: State, quality: int) -> State:
        """Return the state after a review of quality 3 to 5 that came before its day: it keeps its interval, and is at most harder."""

    def explain(self, before: Schedule, quality: int, elapsed_days: int) -> Step:
        """Return what `advance` does, with the arithmetic that leads to it."""


SM2_SCHEDULER: Scheduler = SM2()
EXERCISE_LADDER: Scheduler = ExerciseLadder()
EXERCISE_PREFIX = "exercise:"
HUNT_PREFIX = "hunt:"


def scheduler_of(item: str, chosen: Scheduler) -> Scheduler:
    """Return what schedules an item: an exercise has a ladder of its own, whatever scheduler was chosen for cards."""
    return EXERCISE_LADDER if item.startswith(EXERCISE_PREFIX) else chosen


def choose_scheduler(name: str, fsrs_retention: float) -> Scheduler:
    """Return the scheduler of a name, `sm2` or `fsrs`; MissingPackage where its package is not installed."""
    if name == SM2_SCHEDULER.name:
        return SM2_SCHEDULER
    from studykit.memory.fsrs import FSRS  # start-up time, and an optional package: only those who chose it pay for it

    return FSRS(fsrs_retention)


def with_parameters(scheduler: Scheduler, parameters: Sequence[float] | None) -> Scheduler:
    """Return FSRS with these parameters, or with the package's own for None; a scheduler without parameters as it is."""
    if scheduler.name == SM2_SCHEDULER.name:
        return scheduler
    from studykit.memory.fsrs import FSRS  # an optional package, as above

    assert isinstance(scheduler, FSRS)
    return replace(scheduler, parameters=FSRS.parameters if parameters is None else tuple(parameters))
