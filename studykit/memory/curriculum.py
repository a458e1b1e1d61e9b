"""Which exercise to do now: re-dos that are due come first, then the next one whose prerequisites are passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why an exercise is the one to do now."""

    DUE = "due"
    IN_PROGRESS = "in_progress"
    NEXT = "next"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Stage:
    """An exercise as its place in the curriculum sees it; stages come in the curriculum's order."""

    id: str
    requires: tuple[str, ...] = ()
    passed: bool = False
    due: date | None = None
    suspended: bool = False
    in_progress: bool = False


def choose(stages: Sequence[Stage], today: date) -> tuple[str, Reason] | None:
    """The exercise to do now and why; None when all are passed and none is due.

    What was given up waits for its due date as long as anything else is open.
    """
    open_stages = [stage for stage in stages if not stage.suspended]
    due = [(stage.due, place, stage.id) for place, stage in enumerate(open_stages) if stage.due is not None and stage.due <= today]
    if due:
        return min(due)[2], Reason.DUE
    passed = {stage.id for stage in stages if stage.passed}
    ready = [stage for stage in open_stages if not stage.passed and passed.issuperset(stage.requires)]
    fresh = [stage for stage in ready if stage.due is None]
    if fresh:
        first = fresh[0]
        return first.id, Reason.IN_PROGRESS if first.in_progress else Reason.NEXT
    return (ready[0].id, Reason.GIVEN_UP) if ready else None


def missing(stage: Stage, stages: Sequence[Stage]) -> list[str]:
    """The prerequisites of a stage that are not passed."""
    passed = {other.id for other in stages if other.passed}
    return [name for name in stage.requires if name not in passed]
