"""Grades one submission on Gradescope: whatever was handed in, and whatever fails, there are results that a student can read."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.content.starter import exercise_id
from studykit.errors import GraderError, StudykitError, SubmissionError, UnknownItem
from studykit.grading.client.cold import Grader
from studykit.grading.feedback_level import Feedback
from studykit.grading.graded_part import GradedPart
from studykit.grading.parse import unparsable
from studykit.grading.report_gradescope import gradescope_of
from studykit.study.cells.found import exercises_named
from studykit.study.desk import Desk
from studykit.study.grades import job_of
from studykit.study.submission import NOTEBOOK, read_submission, submission_in

FAILED = (
    "The autograder failed. Your submission was not graded, and it is not your fault. "
    "Please tell your instructor, who sees the reason in the autograder's output."
)
SUFFIXES = (".py", NOTEBOOK)
FILES_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a submission is graded for; `points` are those of all exercises together, by default one for each."""

    exercises: tuple[str, ...]
    feedback: Feedback = Feedback.FULL
    points: float | None = None
    seed: int | None = None


def autograded(here: Desk, assignment: Assignment, folder: Path) -> dict[str, Any]:
    """The object of results.json. Nothing is recorded. Why grading failed is told to the desk's `notice`, and to no student: it may name
    the suite."""
    try:
        exercises = [here.library.exercise(name) for name in assignment.exercises]
        found = _answers(folder, here.library, exercises)
        worth = (assignment.points if assignment.points is not None else len(exercises)) / len(exercises)
        with Grader() as grader:  # one that ends with it: a background server would outlive the grade
            parts = [_graded(here, grader, found[exercise.id], assignment.seed, worth) for exercise in exercises]
    except StudykitError as error:
        here.notice(str(error))
        return failed()
    return gradescope_of(parts, assignment.feedback)


def failed() -> dict[str, Any]:
    """The results where there is no grade."""
    return gradescope_of((), notes=[FAILED])


@dataclass(frozen=True, slots=True)
class _Answer:
    """The file that is graded for an exercise; None, and the reason, where there is none. `note` says why it is this one of several."""

    exercise: Exercise
    file: Path | None
    problem: str = ""
    note: str = ""


def _answers(folder: Path, library: Library, exercises: Sequence[Exercise]) -> dict[str, _Answer]:
    """The answer to each exercise, by its id: a file that names it in its first line, or else one that is called like it, or else the
    only one."""
    files = sorted(_files(folder))
    named = {file: _exercises_named(file, library) for file in files}
    nobodys = [file for file in files if not named[file]]
    is_clear = len(exercises) == 1 and len(files) == 1
    answers = {}
    for exercise in exercises:
        by_line = [file for file in files if exercise.id in named[file]]
        by_name = [file for file in nobodys if file.stem == exercise.slug or file.stem.endswith(f"_{exercise.slug}")]
        answers[exercise.id] = _chosen(exercise, by_line or by_name or (nobodys if is_clear else []), files)
    return answers


def _files(folder: Path) -> Iterator[Path]:
    """What could be an answer; no link, which may lead out of the submission."""
    found = (file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file() and not file.is_symlink())
    return islice((file for file in found if not _is_left_by_a_program(file.relative_to(folder))), FILES_AT_MOST)


def _is_left_by_a_program(file: Path) -> bool:
    return any(part.startswith(".") or part in ("__MACOSX", "__pycache__") for part in file.parts)


def _exercises_named(file: Path, library: Library) -> set[str]:
    """The ids that its first line, or the cells of a notebook, name; a name that no exercise has is as good as none."""
    try:
        names = exercises_named(file) | {exercise_id(read_submission(file)) or ""}
    except SubmissionError:
        return set()
    ids = set()
    for name in names:
        with suppress(UnknownItem):
            ids.add(library.exercise(name).id)
    return ids


def _chosen(exercise: Exercise, files: Sequence[Path], all_files: Sequence[Path]) -> _Answer:
    if not files:
        there = f" Handed in: {', '.join(file.name for file in all_files)}." if all_files else " No .py or .ipynb file was handed in."
        first_line = f"# studykit: {exercise.id}"
        return _Answer(exercise, None, f"No file answers {exercise.id}: none has the first line `{first_line}`.{there}")
    file = next((file for file in files if file.stem == exercise.slug), files[-1])
    others = ", ".join(each.name for each in files if each is not file)
    return _Answer(exercise, file, note=f"{file.name} is graded, and not {others}." if others else "")


def _graded(here: Desk, grader: Grader, answer: _Answer, seed: int | None, worth: float) -> GradedPart:
    id, notes, report, problem = answer.exercise.id, [answer.note], None, answer.problem
    try:
        if answer.file is not None:
            submission = submission_in(answer.file, here.library, id)
            job = job_of(submission, seed=seed)
            report = unparsable(job) or grader.grade(job)
            notes += [*submission.notices, f"{answer.file.name} is still the starter." if submission.is_untouched else ""]
    except SubmissionError as error:
        problem = str(error)
    except GraderError as error:
        here.notice(f"{id}: {error}")
        problem = FAILED
    return GradedPart(id, report, problem, worth, notes=tuple(filter(None, notes)))
