"""What is to be graded, as plain values that any executor can carry: answers by their key, in batches of one exercise."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from studykit import __version__
from studykit.content.exercise import Exercise
from studykit.grading.job import Job, job_for
from studykit.study.submission import Submission

# One judge grades a batch: it collects the suite once, runs each known mistake once and each test once for the same answers. That takes
# seconds, so batches are as large as they can be with work for every worker to the end.
LARGEST_BATCH = 100
SMALLEST_BATCH = 10
FORMAT = 1  # of what is kept; a new one has all graded again
# A diagnosis must not depend on a machine's speed: time enough for all mistakes, and a number of pairs instead of a time for them.
DIAGNOSIS_SECONDS = 60.0
MOST_PAIRS = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """How a class is graded: with which seed, on which device, whether failed answers are compared with known mistakes, and whether also
    where the sandbox is less than good."""

    seed: int
    device: str = "auto"
    diagnose: bool = True
    trust: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A text that answers an exercise, whoever handed it in; the same text has the same `key`."""

    key: str
    text: str
    cells: tuple[tuple[int, int], ...] = ()
    is_untouched: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers to one exercise, for one judge. `fingerprint` is that of the exercise's files where the class is graded from, `packs` are
    the folders given with `--pack`."""

    exercise: str
    fingerprint: str
    answers: tuple[Answer, ...]
    terms: Terms
    packs: tuple[str, ...] = ()


def answer_of(submission: Submission, terms: Terms) -> Answer:
    """The answer in a submission. Its key is made of all that a report depends on: text, exercise, terms and version."""
    parts = (
        *(str(FORMAT), __version__, submission.exercise.id, fingerprint(submission.exercise)),
        *(str(terms.seed), terms.device, str(terms.diagnose), repr(submission.cells), submission.text),
    )
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    return Answer(digest.hexdigest()[:32], submission.text, submission.cells, submission.is_untouched)


@cache
def fingerprint(exercise: Exercise) -> str:
    """A digest of all files of an exercise: task, suite, probes, solutions and mistakes."""
    digest = hashlib.sha256()
    for folder in (exercise.folder, exercise.solution_folder):
        for file in sorted(file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts):
            digest.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:32]


def batches(asked: Sequence[tuple[Exercise, Answer]], terms: Terms, packs: Sequence[Path], workers: int) -> list[Batch]:
    """Different answers, in batches that keep so many workers busy to the end: large ones first."""
    made, left = list[Batch](), len(asked)
    smallest = min(SMALLEST_BATCH, -(-left // workers))
    for exercise, ones in groupby(sorted(asked, key=lambda one: one[0].id), key=lambda one: one[0]):
        answers = tuple(answer for _, answer in ones)
        while answers:
            size = _size(len(answers), max(-(-left // workers), smallest))
            made.append(Batch(exercise.id, fingerprint(exercise), answers[:size], terms, tuple(map(str, packs))))
            answers, left = answers[size:], left - size
    return made


def job_of(answer: Answer, exercise: Exercise, terms: Terms) -> Job:
    """The job for an answer. All of a class have the same file name, so that the same text has the same report, and the report of a
    starter as it was handed out gives no bug away."""
    job = job_for(exercise, answer.text, f"{exercise.slug}.py", terms.seed, terms.device)
    seconds = DIAGNOSIS_SECONDS if terms.diagnose and not answer.is_untouched else 0.0
    return replace(job, cells=answer.cells, diagnosis_seconds=seconds, most_pairs=MOST_PAIRS)


def _size(count: int, share: int) -> int:
    """How many of the `count` answers that are left of an exercise the next batch holds, of which a worker's share are so many; no small
    rest."""
    return -(-count // -(-count // min(share, LARGEST_BATCH)))
