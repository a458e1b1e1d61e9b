"""Names the misconception behind a failed grade from its numbers: the known mistake that gives the same outputs.

The same probe calls with the same inputs go to each of the exercise's mistakes. A learner's file may differ from a mistake in every
line; what counts is what it computes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from studykit.content.mistake import Mistake, read_mistakes
from studykit.grading.job import Job
from studykit.grading.judge.calls import Call, Failed
from studykit.grading.judge.known_answers import KnownAnswers
from studykit.grading.judge.probing import Workers, replayed
from studykit.grading.judge.sameness import same
from studykit.grading.judge.unsteady import Unsteady, is_unsteady

AT_ONCE = 4

NewWorkers = Callable[[Job], Workers]


@dataclass(frozen=True, slots=True)
class Match:
    """A mistake that gives the submission's outputs in every failed test; `agreed` counts its equal answers, to choose by."""

    name: str
    says: str
    cards: tuple[str, ...]
    agreed: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mistake that may be the submission's, and the workers that run it."""

    mistake: Mistake
    job: Job
    workers: Workers
    answer: Callable[[Job, Workers, bytes], Any]

    def agrees(self, call: Call) -> bool:
        """Whether the mistake answers a call of the submission's as the submission did."""
        return same(call.answer, self.answer(self.job, self.workers, call.request))


def diagnose(
    job: Job, own: Workers, failed: set[str], new_workers: NewWorkers, seconds: float, known: KnownAnswers | None = None
) -> Match | None:
    """The mistake whose answers equal the submission's in all calls of the failed tests; of several the one that agrees most elsewhere.

    None if no mistake matches, if two match alike, or if `seconds` are over before all were compared: silence is better than a guess.
    `own` are the submission's workers, with the calls that it was asked; `known` holds what mistakes answered to the same requests before.
    """
    calls = own.calls
    telling = [call for call in calls if call.test in failed]
    if not seconds or not telling or any(isinstance(call.answer, Failed) and not call.answer.is_error for call in telling):
        return None  # nothing was computed, or the process was lost: no numbers to compare
    deadline = time.monotonic() + seconds
    try:
        repeats = same(telling[0].answer, replayed(own, telling[0].request))
        matches = _steady_matches(job, calls, telling, new_workers, deadline, known) if repeats else []
        if not repeats or (not matches and is_unsteady(job, telling, new_workers)):
            matches = list(_unsteady_matches(job, calls, telling, new_workers, deadline, repeats))
    except TimeoutError:
        return None
    best = [match for match in matches if match.agreed == max(match.agreed for match in matches)]
    return best[0] if len(best) == 1 else None


def _steady_matches(
    job: Job, calls: Sequence[Call], telling: Sequence[Call], new_workers: NewWorkers, deadline: float, known: KnownAnswers | None
) -> list[Match]:
    """Asks for the calls of the failed tests, most mistakes for the first alone, and for the others only where several mistakes match."""
    found: list[Candidate] = []
    for candidate in _candidates(job, calls, new_workers, known):
        with candidate.workers:
            if time.monotonic() > deadline:
                raise TimeoutError
            if all(map(candidate.agrees, telling)):
                found.append(candidate)
    if len(found) == 1:
        return [_match(found[0].mistake, len(telling))]
    matches: list[Match] = []
    for candidate in found:
        with candidate.workers:
            matches.append(_match(candidate.mistake, sum(map(candidate.agrees, calls))))
    return matches


def _unsteady_matches(
    job: Job, calls: Sequence[Call], telling: Sequence[Call], new_workers: NewWorkers, deadline: float, repeats: bool
) -> Iterator[Match]:
    """Compares thoroughly, and so slowly, whoever does as the submission when it is asked the same twice; `repeats` says what that was."""
    failed = {call.test for call in telling}
    submission = Unsteady(job, calls, [call.test in failed for call in calls], new_workers, deadline)
    first = telling[0].request
    for candidate in _candidates(job, calls, new_workers, None):
        with candidate.workers:
            if time.monotonic() > deadline:
                raise TimeoutError
            if not repeats and same(replayed(candidate.workers, first), replayed(candidate.workers, first)):
                continue
        agreed = submission.agreed(candidate.job)
        if agreed is not None:
            yield _match(candidate.mistake, agreed)


def _match(mistake: Mistake, agreed: int) -> Match:
    return Match(mistake.name, mistake.says, mistake.cards, agreed)


def _mistakes(job: Job) -> list[tuple[Mistake, Job]]:
    mistakes, _ = read_mistakes(job.suite_path.parent, Path(job.starter))
    return [(each, replace(job, source=each.source, file_name=f"{each.name}.py", forbids=())) for each in mistakes]


def _candidates(job: Job, calls: Sequence[Call], new_workers: NewWorkers, known: KnownAnswers | None) -> Iterator[Candidate]:
    """The exercise's mistakes, a few of them importing while the first is asked; where answers are known, perhaps none has to."""
    first_of_each_test = list({call.test: call.request for call in reversed(calls)}.values())
    answer = partial(known.answer, early=first_of_each_test) if known else lambda job, workers, request: replayed(workers, request)
    jobs = _mistakes(job)
    ahead: list[Candidate] = []
    try:
        while jobs or ahead:
            while jobs and len(ahead) < AT_ONCE:
                mistake, its_job = jobs.pop(0)
                candidate = Candidate(mistake, its_job, new_workers(its_job), answer)
                if known is None:
                    candidate.workers.start_ahead()
                ahead.append(candidate)
            yield ahead.pop(0)
    finally:
        for candidate in ahead:
            candidate.workers.close()
