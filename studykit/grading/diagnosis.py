"""Names the misconception behind a failed grade from its numbers: the known mistake that gives the same outputs.

The same probe calls with the same inputs go to each of the exercise's mistakes. A learner's file may differ from a mistake in every
line; what counts is what it computes.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from studykit.content.mistake import read_mistake
from studykit.grading.job import Job
from studykit.grading.known_answers import KnownAnswers
from studykit.grading.probing import Call, Failed, Workers

# Another order of the same operations changes the last digits; mistakes differ in the first ones.
RELATIVE = 1e-4
ABSOLUTE = 1e-6

AT_ONCE = 4
_QUOTED = re.compile(r"'[^']*'|`[^`]*`|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Match:
    """A mistake that gives the submission's outputs in every failed test; `agreed` counts its equal answers over all calls."""

    name: str
    says: str
    cards: tuple[str, ...]
    agreed: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mistake that may be the submission's, and the workers that run it."""

    path: Path
    job: Job
    workers: Workers
    known: KnownAnswers

    def agrees(self, call: Call) -> bool:
        """Whether the mistake answers a call of the submission's as the submission did."""
        answer = self.known.answer(self.job, self.workers, call.request)
        if isinstance(call.answer, Failed) or isinstance(answer, Failed):
            return isinstance(call.answer, Failed) and isinstance(answer, Failed) and _same_failure(call.answer, answer)
        return same(call.answer, answer)


def diagnose(job: Job, calls: Sequence[Call], failed: set[str], new_workers: Callable[[Job], Workers], seconds: float) -> Match | None:
    """The mistake whose answers equal the submission's in all calls of the failed tests; of several the one that agrees most elsewhere.

    None if no mistake matches, if two match alike but say different things, or if `seconds` are over before all were compared:
    silence is better than a guess.
    """
    telling = [call for call in calls if call.test in failed]
    others = [call for call in calls if call.test not in failed]
    if not seconds or not telling or any(isinstance(call.answer, Failed) and not call.answer.is_error for call in telling):
        return None  # nothing was computed, or the process was lost: no numbers to compare
    deadline = time.monotonic() + seconds
    matches: list[Match] = []
    for candidate in _candidates(job, new_workers):
        with candidate.workers:
            if time.monotonic() > deadline:
                return None
            if all(map(candidate.agrees, telling)):
                found = read_mistake(candidate.path)
                matches.append(Match(candidate.path.stem, found.says, found.cards, sum(map(candidate.agrees, others))))
    best = [match for match in matches if match.agreed == max(match.agreed for match in matches)]
    return best[0] if len(best) == 1 else None


def same(got: Any, known: Any) -> bool:
    """Whether two answers are the same but for rounding: kinds, shapes, dtypes, and numbers."""
    if isinstance(got, torch.Tensor) and isinstance(known, torch.Tensor):
        return got.shape == known.shape and got.dtype == known.dtype and _close(got.cpu().double(), known.cpu().double())
    if isinstance(got, np.ndarray) and isinstance(known, np.ndarray):
        return got.shape == known.shape and got.dtype == known.dtype and bool(_numpy_close(got, known))
    if isinstance(got, bool) or isinstance(known, bool) or not isinstance(got, (int, float)):
        return type(got) is type(known) and _same_parts(got, known)
    return isinstance(known, (int, float)) and _close(torch.tensor(float(got)), torch.tensor(float(known)))


def _same_parts(got: Any, known: Any) -> bool:
    if isinstance(got, dict):
        return got.keys() == known.keys() and all(same(got[key], known[key]) for key in got)
    if isinstance(got, (list, tuple)):
        return len(got) == len(known) and all(map(same, got, known))
    return bool(got == known)


def _close(got: torch.Tensor, known: torch.Tensor) -> bool:
    return torch.allclose(got, known, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True)


def _numpy_close(got: np.ndarray, known: np.ndarray) -> bool:
    if not np.issubdtype(got.dtype, np.number):
        return bool(np.array_equal(got, known))
    return bool(np.allclose(got, known, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True))


def _same_failure(got: Failed, known: Failed) -> bool:
    # The learner's own names stand in quotes in Python's messages.
    return (got.outcome, got.kind, _QUOTED.sub("''", got.detail)) == (known.outcome, known.kind, _QUOTED.sub("''", known.detail))


def _candidates(job: Job, new_workers: Callable[[Job], Workers]) -> Iterator[Candidate]:
    """The exercise's mistakes, a few of them importing while the first is asked; where answers are known, perhaps none has to."""
    paths = sorted((job.suite_path.parent / "mistakes").glob("*.py"))
    known = KnownAnswers(job.known_answers)
    jobs = [(path, replace(job, source=path.read_text(encoding="utf-8"), file_name=path.name, forbids=())) for path in paths]
    ahead: list[Candidate] = []
    try:
        while jobs or ahead:
            while jobs and len(ahead) < AT_ONCE:
                path, mistake = jobs.pop(0)
                candidate = Candidate(path, mistake, new_workers(mistake), known)
                if known.is_off:
                    candidate.workers.start_ahead()
                ahead.append(candidate)
            yield ahead.pop(0)
    finally:
        for candidate in ahead:
            candidate.workers.close()
