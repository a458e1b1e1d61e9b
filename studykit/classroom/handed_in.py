"""What a class handed in, as data: every student, every exercise that was set, and what there is of it."""

from dataclasses import dataclass

from studykit.study.submission import Submission


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise of one student. `submission` is None where there is nothing that could be graded, and `problem` says why, in a
    sentence; `attempts` counts what was handed in for it, of which the last is graded; `place` is where that stands among the
    submissions, for messages."""

    exercise: str
    submission: Submission | None = None
    attempts: int = 0
    problem: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Student:
    """Who handed in. `id` is a safe file name and different for each student, `name` is shown; `left_out` names the files that are
    nobody's answer, each with the reason."""

    id: str
    name: str
    entries: tuple[Entry, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedIn:
    """All of a class. `layout` says how the submissions lay, `exercises` are the ids that count, in their order; `left_out` names what
    belongs to no student, each with the reason."""

    layout: str
    exercises: tuple[str, ...]
    students: tuple[Student, ...]
    left_out: tuple[str, ...] = ()
