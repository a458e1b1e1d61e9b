"""Proves the exercises of a pack one after the other, with all processors at work on this one and those that follow."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TypeVar

from studykit.authoring.mutants import Mutant
from studykit.authoring.mutation_score import MutantRow, Outcome, exercise_faults, mutant_row, mutants_of, try_mutant
from studykit.authoring.trials import Row, Trial, Tried, attempt, row, trials
from studykit.content.exercise import Exercise
from studykit.grading.client.cold import Grader

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
    """What the proof of one exercise counted; `mutants` is None where none were asked for."""

    row: Row
    mutants: MutantRow | None
    faults: list[str]


def plans(exercises: list[Exercise], seeds: int, with_mutants: bool) -> list[Plan]:
    """All there is to grade of each exercise. StudykitError without cosmic-ray, where mutants are asked for."""
    to_try = [trials(exercise, seeds) for exercise in exercises]
    if not with_mutants:
        return [Plan(exercise, ones, None) for exercise, ones in zip(exercises, to_try, strict=True)]
    with ProcessPoolExecutor() as pool:  # to parse and write Python is work for all processors
        found = pool.map(mutants_of, exercises)
        return [Plan(exercise, ones, mutants) for exercise, ones, mutants in zip(exercises, to_try, found, strict=True)]


def prove(planned: list[Plan], tell: Callable[[str], None] = lambda exercise: None) -> Iterator[Proof]:
    """Prove exercises in order, and give each proof as it is done; `tell` is called after each step, with the exercise's id."""
    with TemporaryDirectory(prefix="studykit-") as known, Grader() as grader, _pool() as pool:
        # All of them at once, so that no processor waits for the last file of an exercise.
        running = [(one, *_begin(pool, grader, known, one)) for one in planned]
        for one, tried, tested in running:
            yield _proof(one, _told(tried, one, tell), _told(tested, one, tell))


def _begin(pool: Executor, grader: Grader, known: str, plan: Plan) -> tuple[list[Future[Tried]], list[Future[Outcome]]]:
    tried = [pool.submit(attempt, grader, trial, known=known) for trial in plan.trials]
    return tried, [pool.submit(try_mutant, grader, plan.exercise, mutant) for mutant in plan.mutants or ()]


def _proof(plan: Plan, tried: list[Tried], tested: list[Outcome]) -> Proof:
    counted = row(plan.exercise.id, tried)
    faults = [one.fault for one in tried if one.fault is not None]
    if plan.mutants is None:
        return Proof(counted, None, faults)
    mutants = mutant_row(plan.exercise.id, tested)
    return Proof(counted, mutants, faults + exercise_faults(plan.exercise, mutants))


def _told(futures: list[Future[T]], plan: Plan, tell: Callable[[str], None]) -> list[T]:
    found: list[T] = []
    for future in futures:
        found.append(future.result())
        tell(plan.exercise.id)
    return found


@contextmanager
def _pool() -> Iterator[ThreadPoolExecutor]:
    """As many threads as processors, each waiting for a grade; whoever stops early waits for no grade that has not begun."""
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
