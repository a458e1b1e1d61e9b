"""Grades a batch, in whatever process an executor chooses; what it needs comes with the batch and from the packs installed there."""

import atexit
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from studykit.classroom.work import Batch, fingerprint, job_of
from studykit.content.exercise import Exercise
from studykit.content.installed import builtin_pack, installed_packs
from studykit.content.pack import Library, load_library
from studykit.errors import BrokenExercise, ClassError, GraderError
from studykit.grading.client.stoppable import Stoppable
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Report
from studykit.grading.isolation import Level, Standing
from studykit.grading.job import Job
from studykit.grading.parse import unparsable
from studykit.grading.worker.sandbox.probe import probe_sandbox

IDLE_SECONDS = 900.0
TRIES = 3

# CPython 3.11 counts the depth of a syntax tree once for all threads: two that parse at the same time raise SystemError now and then.
_PARSING = threading.Lock()

Tell = Callable[["Graded"], None]


@dataclass(frozen=True, slots=True)
class Graded:
    """What came of an answer: its report, or why the grader has none."""

    key: str
    report: Report | None
    problem: str = ""


def grade_batch(batch: Batch, tell: Tell | None = None) -> list[Graded]:
    """Grade each answer of a batch; `tell`, which an executor of threads can be given, hears of each as soon as it is graded.

    ClassError if this machine has not the same exercise, or too little isolation; BrokenExercise if the exercise itself is at fault."""
    if not batch.terms.trust:
        refuse_little_isolation()
    with _PARSING:
        exercise = _exercise(batch)
        jobs = {answer.key: job_of(answer, exercise, batch.terms) for answer in batch.answers}
        unread = {key: report for key, job in jobs.items() if (report := unparsable(job)) is not None}
    results = []
    for graded in _graded(jobs, unread):
        results.append(graded)
        if tell is not None:
            tell(graded)
    return results


def refuse_little_isolation() -> None:
    """ClassError unless the sandbox here keeps strangers' code from files, processes and the network."""
    standing = isolation()
    if standing.level is Level.BASIC:
        missing = ", ".join(layer.name for layer in standing.layers if not layer.holds)
        raise ClassError(
            f"{socket.gethostname()}: the sandbox's level is {standing.level}, and code of strangers needs good or full ({missing} "
            "missing). `studykit doctor --class` says why. Grade on another machine, or with --trust if you trust every student."
        )


@cache
def isolation() -> Standing:
    """Which layers of the sandbox hold on this machine."""
    return probe_sandbox()


def begin_grading() -> None:
    """Have a grader for all threads of this process."""
    _grader()


def stop_grading() -> None:
    """Give up all grades of this process, for good; the next one begins with a new grader."""
    if _grader.cache_info().currsize:
        stoppable, warm = _grader()
        _grader.cache_clear()
        stoppable.__exit__()
        warm.__exit__()


def _graded(jobs: Mapping[str, Job], unread: Mapping[str, Report]) -> Iterator[Graded]:
    """What comes of each job, of which the `unread` ones have their report. One that ends its judge is asked again alone, and the others
    after it together."""
    yield from (Graded(key, report) for key, report in unread.items())
    waiting = {key: job for key, job in jobs.items() if key not in unread}
    while waiting:
        for graded in _reported(waiting):
            del waiting[graded.key]
            yield graded
        if waiting:
            key = next(iter(waiting))
            yield _alone(key, waiting.pop(key))


def _alone(key: str, job: Job) -> Graded:
    for _ in range(TRIES):
        for graded in _reported({key: job}):
            return graded
    return Graded(key, None, "the grader gave no verdict; start again to have it graded")


def _reported(jobs: Mapping[str, Job]) -> Iterator[Graded]:
    """The reports of one judge, which ends with the first job that it cannot judge."""
    keys = list(jobs)
    try:
        for key, report in zip(keys, _grader()[0].begin(*jobs.values()).reports(), strict=True):
            yield Graded(key, replace(report, recorded={}, capsule=None))
    except BrokenExercise:
        raise
    except GraderError:
        pass  # those that are missing are asked again


@cache
def _grader() -> tuple[Stoppable, WarmGrader]:
    warm = WarmGrader(IDLE_SECONDS)
    atexit.register(warm.__exit__)  # ends a server of its own, where the background server cannot be had
    return Stoppable(warm), warm


def _exercise(batch: Batch) -> Exercise:
    exercise = _library(batch.packs).exercises.get(batch.exercise)
    if exercise is None or fingerprint(exercise) != batch.fingerprint:
        what = "is not installed" if exercise is None else "is another version"
        raise ClassError(
            f"{socket.gethostname()}: exercise {batch.exercise} {what} here. Install the same studykit and packs on all machines."
        )
    return exercise


@cache
def _library(packs: tuple[str, ...]) -> Library:
    return load_library([builtin_pack(), *map(Path, packs)], installed=installed_packs(None))
