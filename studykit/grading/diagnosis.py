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
from studykit.grading.failures import ProbeFailed
from studykit.grading.job import Job
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
    for path, workers in _started(job, new_workers):
        with workers:
            if time.monotonic() > deadline:
                return None
            if all(_agrees(workers, call) for call in telling):
                found = read_mistake(path)
                agreed = sum(_agrees(workers, call) for call in others)
                matches.append(Match(path.stem, found.says, found.cards, agreed))
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


def _agrees(workers: Workers, call: Call) -> bool:
    try:
        answer = workers.replay(call.request)
    except ProbeFailed as failed:
        known = Failed(failed.outcome, failed.kind, failed.detail)
        return isinstance(call.answer, Failed) and _same_failure(call.answer, known)
    return not isinstance(call.answer, Failed) and same(call.answer, answer)


def _same_failure(got: Failed, known: Failed) -> bool:
    # The learner's own names stand in quotes in Python's messages.
    return (got.outcome, got.kind, _QUOTED.sub("''", got.detail)) == (known.outcome, known.kind, _QUOTED.sub("''", known.detail))


def _started(job: Job, new_workers: Callable[[Job], Workers]) -> Iterator[tuple[Path, Workers]]:
    """Workers with the mistakes, a few of them importing while the first is asked."""
    paths = sorted((job.suite_path.parent / "mistakes").glob("*.py"))
    jobs = [(path, replace(job, source=path.read_text(encoding="utf-8"), file_name=path.name, forbids=())) for path in paths]
    ahead: list[tuple[Path, Workers]] = []
    try:
        while jobs or ahead:
            while jobs and len(ahead) < AT_ONCE:
                path, mistake = jobs.pop(0)
                workers = new_workers(mistake)
                workers.start_ahead()
                ahead.append((path, workers))
            yield ahead.pop(0)
    finally:
        for _, workers in ahead:
            workers.close()
