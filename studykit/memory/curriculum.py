"""Which exercise to do now: those done before that are due, and new ones whose prerequisites are passed, take turns."""

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
    """An exercise as its place in the curriculum sees it; stages come in the curriculum's order.

    `introduced` and `done` are the study days on which it was first and last passed or given up; `is_brought`: missed hunts made it due.
    """

    id: str
    requires: tuple[str, ...] = ()
    passed: bool = False
    due: date | None = None
    suspended: bool = False
    in_progress: bool = False
    introduced: date | None = None
    done: date | None = None
    is_brought: bool = False

    @property
    def topic(self) -> str:
        return self.id.partition("/")[0]


def choose(stages: Sequence[Stage], today: date, redos_a_day: int = 1) -> tuple[str, Reason] | None:
    """The exercise to do now and why; None when all are passed and no more are to be done again today.

    One that is due comes after a new one, at most `redos_a_day` in a day, and only where nothing new is left two of them in a row: were
    every due one first, they would leave no time for the curriculum. What a passed exercise builds on counts as known, and is skipped as
    long as anything else is open; so is what was given up, until it is due.
    """
    again = _again(stages, today, redos_a_day)
    new = _new(stages)
    if again and (new is None or new[1] is Reason.GIVEN_UP or _is_turn_of_the_old(stages)):
        return again, Reason.DUE
    return new


def _again(stages: Sequence[Stage], today: date, redos_a_day: int) -> str | None:
    """The exercise that missed hunts made due, or else that has been due longest; None if none is or the day has had its share."""
    if sum(_is_redo(stage) for stage in stages if stage.done == today) >= redos_a_day:
        return None
    open_stages = [stage for stage in stages if not stage.suspended]
    due = [
        (not stage.is_brought, stage.due, place, stage.id)
        for place, stage in enumerate(open_stages)
        if stage.due is not None and stage.due <= today
    ]
    return min(due)[-1] if due else None


def _is_turn_of_the_old(stages: Sequence[Stage]) -> bool:
    """Whether more new exercises than old ones were done on the last day on which any was."""
    done = [stage for stage in stages if stage.done is not None]
    last = max((stage.done for stage in done if stage.done is not None), default=None)
    of_last = [_is_redo(stage) for stage in done if stage.done == last]
    return of_last.count(False) > of_last.count(True)


def _is_redo(stage: Stage) -> bool:
    return stage.introduced != stage.done


def _new(stages: Sequence[Stage]) -> tuple[str, Reason] | None:
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
