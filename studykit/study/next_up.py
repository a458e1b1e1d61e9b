"""Which exercise to do now, why, and what a pass of one would skip."""

from dataclasses import dataclass

from studykit.content.exercise import Exercise
from studykit.memory.curriculum import Reason, Stage, built_on, choose, missing
from studykit.progress.store import Store
from studykit.study.desk import Desk
from studykit.study.status import stages

_WHY = {
    Reason.DUE: "it is due again",
    Reason.IN_PROGRESS: "you have begun it",
    Reason.NEXT: "it is the next one",
    Reason.SKIPPED: "all else is passed; you skipped it by passing what builds on it",
    Reason.GIVEN_UP: "all else is passed; its solution was shown, so try it on your own",
}


@dataclass(frozen=True, slots=True)
class NextUp:
    """An exercise to do, and why it is this one, in half a sentence."""

    exercise: Exercise
    reason: str


def next_up(here: Desk, store: Store) -> NextUp | None:
    """The exercise to do now; None when all are passed and today asks for no more of them."""
    choice = choose(stages(here.library, store), here.today, here.settings.exercises_a_day)
    return None if choice is None else NextUp(here.library.exercises[choice[0]], _WHY[choice[1]])


def asked_for(here: Desk, store: Store, id: str) -> NextUp:
    """The exercise of this id, with what it builds on and the learner does not know yet. UnknownItem if there is none."""
    exercise = here.library.exercise(id)
    ladder = stages(here.library, store)
    lacking = missing(next(stage for stage in ladder if stage.id == exercise.id), ladder)
    return NextUp(exercise, f"you asked for it; it builds on {', '.join(lacking)}" if lacking else "you asked for it")


def skipped_by(exercise: Exercise, ladder: list[Stage]) -> list[str]:
    """What `next_up` would leave out after a pass of this exercise, in the curriculum's order, without what is passed or known already."""
    after = [Stage(stage.id, stage.requires, stage.passed or stage.id == exercise.id) for stage in ladder]
    gained = built_on(after) - built_on(ladder)
    return [stage.id for stage in ladder if stage.id in gained and not stage.passed]
