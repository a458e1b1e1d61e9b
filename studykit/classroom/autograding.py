"""Grades one submission on Gradescope: whatever was handed in, and whatever fails, there are results that a student can read."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.classroom.collecting import collect_one
from studykit.classroom.handed_in import Entry
from studykit.errors import GraderError, StudykitError
from studykit.grading.client.cold import Grader
from studykit.grading.feedback_level import Feedback
from studykit.grading.graded_part import GradedPart
from studykit.grading.parse import unparsable
from studykit.grading.report_gradescope import gradescope_of
from studykit.study.desk import Desk
from studykit.study.grades import job_of

FAILED = (
    "The autograder failed. Your submission was not graded, and it is not your fault. "
    "Please tell your instructor, who sees the reason in the autograder's output."
)


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
        student = collect_one(folder, here.library, assignment.exercises)
        worth = (assignment.points if assignment.points is not None else len(student.entries)) / len(student.entries)
        with Grader() as grader:  # one that ends with it: a background server would outlive the grade
            parts = [_graded(here, grader, entry, assignment.seed, worth) for entry in student.entries]
    except StudykitError as error:
        here.notice(str(error))
        return failed()
    # Where something is missing, its problem says what lay there instead.
    return gradescope_of(parts, assignment.feedback, student.left_out if all(entry.submission for entry in student.entries) else ())


def failed() -> dict[str, Any]:
    """The results where there is no grade."""
    return gradescope_of((), notes=[FAILED])


def _graded(here: Desk, grader: Grader, entry: Entry, seed: int | None, worth: float) -> GradedPart:
    notes: list[str] = []
    report, problem = None, f"{entry.problem} Hand in a .py or .ipynb file whose first line is `# studykit: {entry.exercise}`."
    if (submission := entry.submission) is not None:
        notes += submission.notices
        if submission.is_untouched:
            notes.append(f"{entry.place} is still the starter.")
        if entry.attempts > 1:
            notes.append(f"{entry.place} is graded, of {entry.attempts} files that answer {entry.exercise}.")
        try:
            job = job_of(submission, seed=seed)
            report = unparsable(job) or grader.grade(job)
        except GraderError as error:
            here.notice(f"{entry.exercise}: {error}")
            problem = FAILED
    return GradedPart(entry.exercise, report, problem, worth, notes=tuple(notes))
