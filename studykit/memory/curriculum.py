"""Which exercise to do now: re-dos that are due come first, then the next one whose prerequisites are passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# So many exercises of a topic in a row, then one of another: mixed practice is remembered longer, and a change is welcome.
# Rohrer & Taylor 2007, "The shuffling of mathematics problems improves learning", doi:10.1007/s11251-007-9015-8.
MOST_OF_A_TOPIC = 2


class Reason(StrEnum):
    """Why an exercise is the one to do now."""

    DUE = "due"
    IN_PROGRESS = "in_progress"
    NEXT = "next"
    SKIPPED = "skipped"
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

    @property
    def topic(self) -> str:
        return self.id.partition("/")[0]


def choose(stages: Sequence[Stage], today: date) -> tuple[str, Reason] | None:
    """The exercise to do now and why; None when all are passed and none is due.

    What a passed exercise builds on counts as known, and is skipped as long as anything else is open; so is what was given up, until it
    is due.
    """
    open_stages = [stage for stage in stages if not stage.suspended]
    due = [(stage.due, place, stage.id) for place, stage in enumerate(open_stages) if stage.due is not None and stage.due <= today]
    if due:
        return min(due)[2], Reason.DUE
    known = {stage.id for stage in stages if stage.passed} | built_on(stages)
    ready = [stage for stage in walk(stages) if not stage.suspended and not stage.passed and known.issuperset(stage.requires)]
    fresh = [stage for stage in ready if stage.due is None]
    for stage in fresh:
        if stage.id not in known or stage.in_progress:
            return stage.id, Reason.IN_PROGRESS if stage.in_progress else Reason.NEXT
    if fresh:
        return fresh[0].id, Reason.SKIPPED
    return (ready[0].id, Reason.GIVEN_UP) if ready else None


def walk(stages: Sequence[Stage]) -> list[Stage]:
    """The order in which the stages are done, if all goes well: that of the curriculum, but topics take turns where prerequisites allow.

    It depends on nothing that the learner did, so it does not change under way. Stages whose prerequisites form a circle come last.
    """
    order: list[Stage] = []
    left = list(stages)
    while left:
        done = {stage.id for stage in order}
        ready = [stage for stage in left if done.issuperset(stage.requires)]
        if not ready:
            return order + left
        recent = {stage.topic for stage in order[-MOST_OF_A_TOPIC:]}
        is_long = len(order) >= MOST_OF_A_TOPIC and len(recent) == 1
        following = next((stage for stage in ready if not (is_long and stage.topic in recent)), ready[0])
        order.append(following)
        left.remove(following)
    return order


def built_on(stages: Sequence[Stage]) -> set[str]:
    """The ids that some passed stage builds on, through however many others."""
    requires = {stage.id: stage.requires for stage in stages}
    found: set[str] = set()
    to_look = [name for stage in stages if stage.passed for name in stage.requires]
    while to_look:
        name = to_look.pop()
        if name not in found:
            found.add(name)
            to_look += requires.get(name, ())
    return found


def missing(stage: Stage, stages: Sequence[Stage]) -> list[str]:
    """The prerequisites of a stage that are not known: neither passed nor built on by what is."""
    known = {other.id for other in stages if other.passed} | built_on(stages)
    return [name for name in stage.requires if name not in known]
