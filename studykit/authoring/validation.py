"""Proves the exercises of a pack one after the other, with all processors at work on this one and those that follow."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from studykit.authoring.mutants import Mutant
from studykit.authoring.mutation_score import MutantRow, Outcome, exercise_faults, mutant_row, mutants_of, try_mutants
from studykit.authoring.trials import Row, Trial, Tried, attempt_each, nothing, row, trials
from studykit.content.exercise import Exercise
from studykit.errors import BrokenExercise
from studykit.grading.client.cold import Gradings
from studykit.grading.client.stoppable import Stoppable

MUTANTS_AT_ONCE = 16  # by one judge: more would leave the other processors without work at the end
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be graded to prove one exercise."""

    exercise: Exercise
    trials: list[Trial]
    mutants: list[Mutant] | None

    @property
    def steps(self) -> int:
        """How many files and mutants there are."""
        return len(self.trials) + len(self.mutants or ())


@dataclass(frozen=True, slots=True)
class Proof:
    """What the proof of one exercise counted; `mutants` is None where none were asked for, `row` counts nothing where it is broken."""

    row: Row
    mutants: MutantRow | None
    faults: list[str]


def plans(exercises: list[Exercise], seeds: int, with_mutants: bool, every: int = 1) -> list[Plan]:
    """All there is to grade of each exercise; of the mistakes every `every`th. StudykitError without cosmic-ray,
    where mutants are asked for."""
    to_try = [trials(exercise, seeds, every) for exercise in exercises]
    if not with_mutants:
        return [Plan(exercise, ones, None) for exercise, ones in zip(exercises, to_try, strict=True)]
    with ProcessPoolExecutor() as pool:  # to parse and write Python is work for all processors
        found = pool.map(mutants_of, exercises)
        return [Plan(exercise, ones, mutants) for exercise, ones, mutants in zip(exercises, to_try, found, strict=True)]


def prove(planned: list[Plan], grader: Gradings, tell: Callable[[str], None] = lambda exercise: None) -> Iterator[Proof]:
    """Prove exercises in order, and give each proof as it is done; `tell` is called after each step, from any thread, with the exercise's
    id."""
    with _pool() as pool, Stoppable(grader) as stoppable:
        # All of them at once, so that no processor waits for the last file of an exercise.
        running = [(plan, *_begin(pool, stoppable, plan, partial(tell, plan.exercise.id))) for plan in planned]
        for plan, tried, tested in running:
            try:
                yield _proof(plan, tried.result(), [outcome for batch in tested for outcome in batch.result()])
            except BrokenExercise as error:
                yield Proof(nothing(plan.exercise.id), None, [error.fault.removeprefix(f"{plan.exercise.pack}/")])


def _begin(
    pool: Executor, grader: Gradings, plan: Plan, tell: Callable[[], None]
) -> tuple[Future[list[Tried]], list[Future[list[Outcome]]]]:
    tried = pool.submit(_told, lambda: attempt_each(grader, plan.trials), tell)
    batches = [list(batch) for batch in batched(plan.mutants or (), MUTANTS_AT_ONCE)]
    return tried, [pool.submit(_told, partial(try_mutants, grader, plan.exercise, batch), tell) for batch in batches]


def _proof(plan: Plan, tried: list[Tried], tested: list[Outcome]) -> Proof:
    counted = row(plan.exercise.id, tried)
    faults = [one.fault for one in tried if one.fault is not None]
    if plan.mutants is None:
        return Proof(counted, None, faults)
    mutants = mutant_row(plan.exercise.id, tested)
    return Proof(counted, mutants, faults + exercise_faults(plan.exercise, mutants))


def _told(begin: Callable[[], Iterator[T]], tell: Callable[[], None]) -> list[T]:
    found: list[T] = []
    for one in begin():
        found.append(one)
        tell()
    return found


def batched(ones: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Parts of at most `size`, in order."""
    for start in range(0, len(ones), size):
        yield ones[start : start + size]


@contextmanager
def _pool() -> Iterator[ThreadPoolExecutor]:
    """As many threads as processors, each waiting for a judge; whoever stops early waits for no judge that has not begun."""
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
